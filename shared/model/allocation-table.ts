import type { StackTable } from './stack-table.js';

/**
 * Sampled allocations, one row each. A row is an index into every column; no object is ever made for a row.
 */
export interface AllocationTable {
  readonly length: number;
  /** Row of `stacks`, or NO_STACK when the runtime could not walk the stack. */
  readonly stack: Int32Array;
  /** Bytes this sample stands for: the sampling interval's estimate, not one object's size. */
  readonly weight: Float64Array;
  /** Rises with the time of the allocation; counts from where the sampling began. */
  readonly ordinal: Float64Array;
  /** Allocations behind a row, where the source counts them; else each row is one. */
  readonly count?: Float64Array;
  readonly stacks: StackTable;
}
