/** One way into a running CPython: what to run in it, and how the caller hears that it ran. */
export interface EntryRequest {
  readonly pid: number;
  /** Clock ticks after boot. With the PID it must still match right before anything is written. */
  readonly startTime: number;
  /** A Python file as the target's own file system names it, readable by the target. Run once, at top level, in a namespace of its own. */
  readonly script: string;
  /** Resolves when the script has reported in: ends the ladder. */
  readonly entered: Promise<void>;
  readonly signal: AbortSignal;
  /** Milliseconds for the whole ladder. */
  readonly timeout: number;
}

export type EntryMethod = 'held' | 'debug-offsets' | 'pending-call' | 'remote-exec' | 'gdb';

/** How it went; times in milliseconds. */
export interface EntryReport {
  readonly method: EntryMethod;
  /** How long the target stood still in all. */
  readonly stopped: number;
  readonly wall: number;
  /** It slept, and had to be woken. */
  readonly nudged: boolean;
}
