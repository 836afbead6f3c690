/** Allocations added up by the calls that made them. */
export interface AllocationTree {
  /** Sum of all `self`. In a difference it and every figure can be negative. */
  readonly bytes: number;
  readonly samples: number;
  /** A caller comes right before what it calls, of two calls the larger first. */
  readonly nodes: readonly AllocationNode[];
}

export interface AllocationNode {
  /** Row of `nodes`; -1 for an outermost call. */
  readonly parent: number;
  /** Empty for an anonymous function. */
  readonly function: string;
  /** Empty where the code came from no file. */
  readonly file: string;
  /** Where the function begins, from 1; 0 unknown. */
  readonly line: number;
  /** Bytes allocated by it itself, and with all that it called. */
  readonly self: number;
  readonly total: number;
  /** Samples behind `total`: few mean that it is a rough guess. */
  readonly samples: number;
}
