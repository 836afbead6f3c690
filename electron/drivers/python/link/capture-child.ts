import { randomBytes } from 'node:crypto';
import { Failure } from '../../../../shared/base/failure.js';
import { within } from '../../time-limit.js';
import type { AgentLink } from './agent-link.js';
import { captureAnswer, checked } from './answers.js';
import type { Guest, Reception } from './reception.js';

/** For the fork itself: the program may be in a long call. */
const FORK_LIMIT = 15_000;
const REAP_LIMIT = 5000;
/** Limit on one read or write of the child, s. */
const CHILD_LIMIT = 90;
/** For a child's first word. A raw fork may have caught another thread inside a lock that we do not know of. */
const HELLO_LIMIT = 5000;

export interface CaptureChild {
  readonly guest: Guest;
  /** As the target sees it. */
  readonly pid: number;
  /** How long the fork held the GIL, over all tries, ms. */
  readonly pause: number;
  /** libc's fork, not os.fork: it sees the frames of every thread. */
  readonly raw: boolean;
  /** Ends it if it still runs, and has the agent wait for it. Never throws. */
  end(): Promise<void>;
}

/**
 * Has the agent fork a child that arrives at the reception. `gil` are the words that tell where the GIL is; without them,
 * or where the agent does not find it there, the fork is os.fork, which runs the target's at-fork handlers and shows the
 * frames of one thread alone. A child that does not speak is ended, and os.fork tried once.
 */
export async function forkCaptureChild(
  link: AgentLink,
  reception: Reception,
  { gil, bare, mark = false }: ForkWay,
  signal: AbortSignal,
): Promise<CaptureChild> {
  let pause = 0;
  for (const words of tries(gil, bare)) {
    const token = randomBytes(16).toString('hex');
    const { arrived, forget } = reception.expect('child', token);
    const asked = link.ask(
      `capture ${token} ${CHILD_LIMIT} ${mark ? 'mark' : '-'}${words}`,
      FORK_LIMIT,
      signal,
    );
    const answer = checked(captureAnswer, await asked.finally(() => signal.aborted && forget()));
    pause += answer.pause;
    const end = async (): Promise<void> => {
      forget();
      await link.ask(`reap ${answer.pid} kill`, REAP_LIMIT).catch(() => undefined);
    };
    try {
      const guest = await within(arrived, HELLO_LIMIT, hanging, signal);
      return { guest, pid: answer.pid, pause, raw: answer.raw, end };
    } catch (error) {
      await end();
      if (signal.aborted || (error as Failure).code !== 'python-capture') throw error;
    }
  }
  throw hanging();
}

export interface ForkWay {
  readonly gil: string | undefined;
  /** A library in the program must not see the fork: `_Fork` alone, for os.fork tells it, too. */
  readonly bare: boolean;
  /** A later snapshot shall tell what came after this one. */
  readonly mark?: boolean;
}

/**
 * `_Fork` may catch another thread inside malloc, which the child then cannot enter: rare, and only the child hangs, so it is
 * tried again.
 */
function tries(gil: string | undefined, bare: boolean): readonly string[] {
  if (bare && !gil) {
    throw new Failure(
      'python-capture',
      'This program computes in threads of a library (OpenBLAS, MKL) that a fork would stop, and where its GIL lies is not known.',
      'Take the snapshot when it does not compute, from a program started without these threads (OPENBLAS_NUM_THREADS=1).',
    );
  }
  if (bare) return Array<string>(BARE_TRIES).fill(` ${gil} _Fork`);
  return gil ? [` ${gil}`, ''] : [''];
}

const BARE_TRIES = 3;

const hanging = (): Failure =>
  new Failure(
    'python-capture',
    'The copy of the program that was to read its heap did not start.',
    'Take the snapshot again when the program is less busy.',
  );
