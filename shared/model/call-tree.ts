import type { FrameTable } from './stack-table.js';

/**
 * Calls and what they allocated, as columns: a row is one call under its caller, and a caller comes before what it
 * calls. What travels to the flame graph and to every exporter; no object is ever made for a row.
 */
export interface CallTree {
  readonly length: number;
  /** Row of the caller, always a lower one; -1 for an outermost call. */
  readonly parent: Int32Array;
  /** Row of `frames`. */
  readonly frame: Uint32Array;
  /** Bytes allocated by the call itself and not by what it calls. */
  readonly self: Float64Array;
  /** Samples or allocations behind `self`. */
  readonly count: Float64Array;
  /** Set in a comparison: `self` and `count` of the same call in the base. */
  readonly baseSelf?: Float64Array;
  readonly baseCount?: Float64Array;
  /** Rises with the time of the call's first allocation; absent where the source keeps no order. */
  readonly first?: Float64Array;
  readonly frames: FrameTable;
}
