import type { AllocationProfile } from '../../shared/model/allocation-profile.js';

/** Stored allocations, and what is to be done with them when calls are added up. */
export interface CallPart {
  /** As an artifact holds it: a `.heapprofile`, or our own columns. */
  readonly data: Uint8Array;
  readonly side: 'self' | 'base';
  /** -1: it is taken off what its side has. */
  readonly sign: 1 | -1;
  /** Rows with an ordinal above it alone, and up to `until`. */
  readonly after: number;
  readonly until: number;
}

/** An imported profile as a thread hands it over: its table is in `data`, as columns. */
export interface ImportedAllocations extends Omit<AllocationProfile, 'table'> {
  readonly rows: number;
  readonly data: Uint8Array;
}

/** What a call tree can be written as. */
export type CallFormat = 'heapprofile' | 'pprof' | 'speedscope' | 'folded' | 'csv';

export interface CallFacts {
  readonly name: string;
  readonly unit: AllocationProfile['unit'];
  readonly interval?: number;
}
