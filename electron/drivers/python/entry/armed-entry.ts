import type { EntryMethod } from './entry-request.js';

/** A script that waits in the target for a thread to come by and run it. */
export interface ArmedEntry {
  readonly method: EntryMethod;
  /** An exported function that makes the thread which calls it run what waits, and nothing else. */
  readonly takenBy: 'Py_MakePendingCalls' | 'PyErr_CheckSignals';
  /** False once a thread has taken it: it runs or has run, and can no longer be called off. */
  waiting(): boolean;
  /** True when a thread that waits on the futex at `address` only waits for its turn in the interpreter. */
  isTurn(address: number): boolean;
  /** Sets the signal again should a race have lost it, and reaches threads that were not reached at first. */
  renew(): void;
  /**
   * Calls off what still waits and leaves the memory as it was found. At any time, once; throws when the target has
   * ended. `ran`: the script has reported in.
   */
  disarm(ran: boolean): Promise<void>;
}
