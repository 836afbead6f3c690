import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { Failure } from '../../../../shared/base/failure.js';
import { within } from '../../time-limit.js';
import type { AgentLink } from './agent-link.js';
import { checked } from './answers.js';
import type { Guest, Reception } from './reception.js';

const BEGIN_LIMIT = 15_000;
const END_LIMIT = 10_000;
/** Limit on one read or write of the walk, s. */
const WALK_LIMIT = 90;

export interface WithinCapture {
  readonly guest: Guest;
  /** Waits until its thread is gone. How long the longest slice held the program up, ms; 0 where it was not whole. Never throws. */
  end(): Promise<number>;
}

/** Has the agent read the heap in the program itself, in a thread that arrives at the reception. */
export async function captureWithin(
  link: AgentLink,
  reception: Reception,
  signal: AbortSignal,
): Promise<WithinCapture> {
  const token = randomBytes(16).toString('hex');
  const { arrived, forget } = reception.expect('child', token);
  try {
    await link.ask(`within ${token} ${WALK_LIMIT}`, BEGIN_LIMIT, signal);
    const guest = await within(arrived, BEGIN_LIMIT, late, signal);
    return {
      guest,
      async end() {
        guest.socket.destroy();
        const told = await link.ask('walked', END_LIMIT).catch(() => undefined);
        return told === undefined ? 0 : checked(walkedAnswer, told).pause;
      },
    };
  } finally {
    forget();
  }
}

const walkedAnswer = z.object({ pause: z.number().min(0) });

const late = (): Failure =>
  new Failure(
    'python-busy',
    'The program did not let the walk through its heap begin in time.',
    'Try again when it is less busy.',
  );
