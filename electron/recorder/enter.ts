import { setTimeout as delayed } from 'node:timers/promises';
import { Failure } from '../../shared/base/failure.js';
import type { ProcessInfo } from '../../shared/model/process.js';
import type { Attachment, Driver, OnWait } from '../drivers/driver.js';
import type { RecorderDeps } from './recorder.js';
import type { Turns } from './turns.js';

/**
 * Attaches the process's own driver, after `delay` ms and when it is its turn, if it still is the same program.
 * Throws a Failure; an attachment that comes after the limit is left again.
 */
export async function enter(
  { processes, driverFor }: Pick<RecorderDeps, 'processes' | 'driverFor'>,
  given: ProcessInfo,
  { delay, turns }: { readonly delay: number; readonly turns: Turns },
  signal: AbortSignal,
  onWait?: OnWait,
): Promise<Attachment> {
  let process = given;
  if (delay > 0) {
    await delayed(delay, undefined, { signal });
    const now = await processes.get(given.pid);
    if (!now || now.startTime !== given.startTime)
      throw new Failure('process-ended', `Process ${given.pid} has ended.`);
    process = now;
  }
  if (!process.attachable)
    throw new Failure('not-attachable', process.reason ?? `Process ${process.pid} cannot be attached to.`);
  const driver = driverFor(process);
  if (!driver)
    throw new Failure(
      'no-driver',
      `There is no driver for ${process.runtime.flavour}.`,
      'Watch its system figures.',
    );

  // One that is blocked, and waited for, does not keep the others from their turn.
  return new Promise((resolve, reject) => {
    const turn = turns.run(
      () =>
        new Promise<void>((over) => {
          const told: OnWait = (why) => {
            over();
            onWait?.(why);
          };
          attach(driver, process, signal, told).then(resolve, reject).finally(over);
        }),
      signal,
    );
    turn.catch(reject);
  });
}

/** Its time begins with its turn. */
function attach(
  driver: Driver,
  process: ProcessInfo,
  signal: AbortSignal,
  onWait: OnWait,
): Promise<Attachment> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), ATTACH_LIMIT);
  const ended = AbortSignal.any([signal, limit.signal]);
  const attaching = driver.attach(process, ended, (why) => {
    // As long as the user likes.
    clearTimeout(timer);
    onWait(why);
  });
  attaching.catch(() => undefined).finally(() => clearTimeout(timer));
  return new Promise((resolve, reject) => {
    let waiting = true;
    const give = (): void => {
      if (!waiting) return;
      waiting = false;
      reject(signal.aborted ? new Failure('cancelled', 'It was cancelled.') : tooLong(process.pid));
    };
    // The driver ends by itself when told; what does not is given up a moment later.
    ended.addEventListener('abort', () => setTimeout(give, LAST_WORDS), { once: true });
    attaching.then(
      (attachment) => {
        if (waiting) resolve(attachment);
        else attachment.detach().catch(() => undefined);
        waiting = false;
      },
      (error: unknown) => {
        if (waiting)
          reject(limit.signal.aborted && !(error instanceof Failure) ? tooLong(process.pid) : error);
        waiting = false;
      },
    );
  });
}

const ATTACH_LIMIT = 60_000;
const LAST_WORDS = 2000;

function tooLong(pid: number): Failure {
  return new Failure(
    'timeout',
    `Process ${pid} did not let us in within ${ATTACH_LIMIT / 1000} s.`,
    'Detach it and try again when it is less busy.',
  );
}
