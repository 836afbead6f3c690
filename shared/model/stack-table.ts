/**
 * Call stacks as a tree: a row is one frame under the stack of its caller, and names the whole stack down
 * to it. A prefix comes before what stands on it.
 */
export interface StackTable {
  readonly length: number;
  /** The row that called it, or NO_STACK for an outermost frame. */
  readonly prefix: Int32Array;
  /** Row of `frames`. */
  readonly frame: Uint32Array;
  readonly frames: FrameTable;
  /** No two rows are the same stack, nor two frames the same place: nothing has to be merged. */
  readonly distinct?: boolean;
}

export const NO_STACK = -1;

/** Places in the program, each once. */
export interface FrameTable {
  readonly length: number;
  /** Empty for an anonymous function. */
  readonly name: readonly string[];
  /** A path or URL; empty where the code came from no file. */
  readonly file: readonly string[];
  /** Of the call where the source tells it, else of the function's beginning; from 1, 0 unknown. */
  readonly line: Uint32Array;
  /** From 1; 0 unknown. Absent where the source tells none. */
  readonly column?: Uint32Array;
}
