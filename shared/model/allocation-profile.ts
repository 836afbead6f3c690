import type { AllocationTable } from './allocation-table.js';

/** One profile of allocations and what its figures are. A file may hold several. */
export interface AllocationProfile {
  readonly kind: AllocationSourceKind;
  /** For a person. */
  readonly name: string;
  readonly unit: AllocationUnit;
  /** What the line of a frame is: that of the call, or where the function begins. */
  readonly lines: 'call' | 'function';
  /** Bytes between two samples, on average, where it is sampled. */
  readonly interval?: number;
  /** Milliseconds: its ordinals are times since it began. */
  readonly duration?: number;
  readonly table: AllocationTable;
}

/**
 * `sampled`: a runtime's sampling, a few of many. `traced`: all of them. `timeline`: all, with their time.
 * `imported`: a file of another tool. `native`: of an allocator, not of a runtime.
 */
export type AllocationSourceKind = 'sampled' | 'traced' | 'timeline' | 'imported' | 'native';

/** `count` is whatever else a profile may weigh: objects, nanoseconds. */
export type AllocationUnit = 'bytes' | 'count';
