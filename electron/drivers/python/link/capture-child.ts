import { randomBytes } from 'node:crypto';
import { Failure } from '../../../../shared/base/failure.js';
import { within } from '../../v8/time-limit.js';
import type { AgentLink } from './agent-link.js';
import { captureAnswer, checked } from './answers.js';
import type { Guest, Reception } from './reception.js';

/** How long a child may take from the fork to its first word; more, and it hangs (see `capture` in agent.py). */
const FIRST_WORD = 3000;
/** For the fork itself: the program may be in a long call. */
const FORK_LIMIT = 15_000;
const REAP_LIMIT = 5000;
/** Limit on one read or write of the child, s. */
const CHILD_LIMIT = 90;
/** Seconds in which no thread may ask for the GIL, try by try. */
const PATIENCE = [0, 0.05, 0.3] as const;

export interface CaptureChild {
  readonly guest: Guest;
  /** As the target sees it. */
  readonly pid: number;
  /** How long the fork held the GIL, over all tries, ms. */
  readonly pause: number;
  /** Ends it if it still runs, and has the agent wait for it. Never throws. */
  end(): Promise<void>;
}

/** Has the agent fork a child that arrives at the reception. A child that hangs right after the fork is replaced. */
export async function forkCaptureChild(
  link: AgentLink,
  reception: Reception,
  signal: AbortSignal,
): Promise<CaptureChild> {
  let pause = 0;
  for (const patience of PATIENCE) {
    const token = randomBytes(16).toString('hex');
    const { arrived, forget } = reception.expect('child', token);
    const asked = link.ask(`capture ${token} ${CHILD_LIMIT} ${patience}`, FORK_LIMIT, signal);
    const answer = checked(captureAnswer, await asked.finally(() => signal.aborted && forget()));
    pause += answer.pause;
    const end = async (): Promise<void> => {
      forget();
      await link.ask(`reap ${answer.pid} kill`, REAP_LIMIT).catch(() => undefined);
    };
    try {
      const guest = await within(arrived, FIRST_WORD, hanging, signal);
      return { guest, pid: answer.pid, pause, end };
    } catch (error) {
      await end();
      if (signal.aborted || (error as Failure).code !== 'python-capture') throw error;
    }
  }
  throw hanging();
}

const hanging = (): Failure =>
  new Failure(
    'python-capture',
    'The copy of the program that was to read its heap did not start.',
    'Take the snapshot again when the program is less busy.',
  );
