import { Failure } from './failure.js';

/**
 * How a long loop hears that nobody wants its answer, and says how far it is.
 * Poll `cancelled` about every 10 ms of work: a cancel must be answered within 200 ms.
 */
export interface Watch {
  cancelled(): boolean;
  /** `done` from 0 to 1, undefined while it cannot be told; `phase` for a person: `reading nodes`. */
  progress(done: number | undefined, phase: string): void;
}

/** Nobody watches: never cancelled, progress goes nowhere. */
export const UNWATCHED: Watch = { cancelled: () => false, progress: () => {} };

/** Throws the Failure `cancelled` when the watcher has gone. */
export function stopIfCancelled(watch: Watch): void {
  if (watch.cancelled()) throw new Failure('cancelled', 'It was cancelled.');
}
