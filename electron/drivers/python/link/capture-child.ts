import { randomBytes } from 'node:crypto';
import { Failure } from '../../../../shared/base/failure.js';
import { within } from '../../v8/time-limit.js';
import type { AgentLink } from './agent-link.js';
import { captureAnswer, checked } from './answers.js';
import type { Guest, Reception } from './reception.js';

/** For the fork itself: the program may be in a long call. */
const FORK_LIMIT = 15_000;
const REAP_LIMIT = 5000;
/** Limit on one read or write of the child, s. */
const CHILD_LIMIT = 90;
/**
 * Tries, one after the other: for how many seconds no thread may ask for the GIL, and how long the child may take to its
 * first word, ms. A child of a busy target can inherit a condition variable of the GIL with waiters that it does not
 * have, and then hangs at once. The last tries use `os.fork`, which makes the GIL anew but shows no other frames.
 */
const TRIES = [
  { patience: 0, limit: 400 },
  { patience: 0.02, limit: 400 },
  { patience: 0, limit: 800 },
  { patience: 0.02, limit: 1500 },
  { patience: -1, limit: 3000 },
  { patience: -1, limit: 10_000 },
] as const;

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
  for (const { patience, limit } of TRIES) {
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
      const guest = await within(arrived, limit, hanging, signal);
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
