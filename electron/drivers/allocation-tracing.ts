import type { AllocationTable } from '../../shared/model/allocation-table.js';

/** Every allocation with its stack while it is on: exact, and dear. Off again after a detach, if it was off before. */
export interface AllocationTracing {
  start(options: TracingOptions, signal: AbortSignal): Promise<void>;
  /**
   * In short bursts alone, from which `allocations` then estimates the whole. Throws a Failure `no-sampling` where the runtime cannot, and
   * `traces-itself` where the target does so already.
   */
  startSampled?(options: TracingOptions, signal: AbortSignal): Promise<void>;
  state(signal: AbortSignal): Promise<TracingState>;
  /** What is traced and still alive, one row a stack. Read where the target need not stand still for it. */
  allocations(signal: AbortSignal): Promise<AllocationTable>;
  stop(signal: AbortSignal): Promise<void>;
}

export interface TracingOptions {
  /** Frames kept of each stack. */
  readonly frames: number;
  /** Patterns of files, as the runtime understands them; the first that fits decides. */
  readonly filters?: readonly { readonly include: boolean; readonly file: string }[];
  /** Ends it by itself after so many milliseconds, or when its own memory passes so many bytes. */
  readonly limit?: { readonly time?: number; readonly bytes?: number };
}

export interface TracingState {
  readonly tracing: boolean;
  /** Started by us: ends with our detach. */
  readonly ours: boolean;
  readonly frames: number;
  /** Bytes traced and alive, the most there were, and what tracing itself takes. */
  readonly traced: number;
  readonly peak: number;
  readonly overhead: number;
  /** Of a sampling: how many bursts there were, and their share of the time, 0 to 1. */
  readonly sampled?: { readonly bursts: number; readonly share: number };
  /** Why it ended by itself, where a limit of ours was reached. */
  readonly ended?: 'time' | 'memory';
}
