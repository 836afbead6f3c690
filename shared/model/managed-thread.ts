/** One thread as the runtime inside the process knows it. */
export interface ManagedThread {
  /** The system's thread ID, where the runtime tells it. */
  readonly id?: number;
  readonly name: string;
  /** Does not keep the process alive. */
  readonly daemon: boolean;
  /** What it waits for, as far as its innermost frame tells: `lock`, `queue`, `socket`, `join of worker-3`, … */
  readonly waitsFor?: string;
  /** Outermost first. */
  readonly frames: readonly ManagedFrame[];
}

export interface ManagedFrame {
  readonly function: string;
  readonly file: string;
  /** The line that runs, from 1; 0 unknown. */
  readonly line: number;
  /** Names and types; values only where they were asked for. */
  readonly locals: readonly { readonly name: string; readonly type: string; readonly value?: string }[];
}

/** A task of an event loop, with what awaits it: the outermost awaiter first. */
export interface ManagedTask {
  readonly name: string;
  readonly state: string;
  readonly frames: readonly ManagedFrame[];
  /** Row of the task that awaits this one; -1 where none does. */
  readonly awaitedBy: number;
}
