import { performance } from 'node:perf_hooks';
import { Failure } from '../../../../shared/base/failure.js';
import { processStatus, threadIds, threadState } from './process-status.js';

/** Within this many milliseconds every thread must stand, or nothing is written. */
const STOP_LIMIT = 100;
/** Milliseconds between two looks. A thread needs a processor to stop on: on a busy machine it must not be ours. */
const LOOK_AGAIN = 0.1;
const never = new Int32Array(new SharedArrayBuffer(4));
/** A thread in the kernel (`D`) runs no code of the program before it has stopped too. */
const STANDS = new Set(['T', 't', 'D', 'Z', 'X']);

/** `value` of `act`, and the milliseconds that the target stood still for it. */
export interface Held<T> {
  readonly value: T;
  readonly stopped: number;
}

/**
 * Runs `act` while no thread of the target runs. Everything here is synchronous: between the stop and the
 * continue nothing else of this process gets a turn, so that the one moment in which our own death would leave
 * the target standing is as short as `act` itself, about a millisecond. The continue is sent however `act` ends.
 */
export function whileStopped<T>(pid: number, startTime: number, act: () => T): Held<T> {
  requireSame(pid, startTime);
  const begun = performance.now();
  process.kill(pid, 'SIGSTOP');
  try {
    waitUntilAllStand(pid, begun + STOP_LIMIT);
    requireSame(pid, startTime);
    const value = act();
    return { value, stopped: performance.now() - begun };
  } finally {
    resume(pid);
  }
}

/**
 * A shell with job control sees a stop, prints `Stopped` and takes its terminal back, although the program goes on a
 * millisecond later; sudo suspends itself. So nothing is stopped that has a terminal and a parent in its session.
 */
export function watchedByShell(pid: number): boolean {
  const own = processStatus(pid);
  const parent = own && processStatus(own.parent);
  return own !== undefined && own.terminal !== 0 && parent?.session === own.session;
}

/** A PID can be reused: throws unless it is still the process that was asked for. */
export function requireSame(pid: number, startTime: number): void {
  const status = processStatus(pid);
  if (!status || status.startTime !== startTime || 'ZX'.includes(status.state)) {
    throw new Failure('no-such-process', `Process ${pid} ended while it was being entered.`);
  }
}

function waitUntilAllStand(pid: number, until: number): void {
  const standing = new Set<number>();
  for (;;) {
    const threads = threadIds(pid);
    for (const thread of threads) {
      if (!standing.has(thread) && STANDS.has(threadState(pid, thread) ?? 'X')) standing.add(thread);
    }
    if (threads.length > 0 && threads.every((thread) => standing.has(thread))) return;
    Atomics.wait(never, 0, 0, LOOK_AGAIN);
    if (performance.now() > until) {
      throw new Failure(
        'cannot-stop',
        `Process ${pid} could not be held still for the entry.`,
        'Try again in a moment.',
      );
    }
  }
}

function resume(pid: number): void {
  try {
    process.kill(pid, 'SIGCONT');
  } catch {
    // It was killed meanwhile: there is nothing left to resume.
  }
}
