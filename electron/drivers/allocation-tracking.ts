import type { CaptureCost } from '../../shared/model/preflight.js';
import type { SamplingProfile } from '../../shared/model/sampling-profile.js';
import type { HeapSink } from './driver.js';

/** What a runtime can tell about where its objects are allocated. What is started here is off again after a detach. */
export interface AllocationTracking {
  /** From now on. Where somebody else samples already, theirs is read, and goes on after us. */
  startSampling(options: SamplingOptions, signal: AbortSignal): Promise<void>;
  /** What was sampled so far, while it goes on. */
  samplingProfile(signal: AbortSignal): Promise<SamplingProfile>;
  stopSampling(signal: AbortSignal): Promise<SamplingProfile>;
  /** Every allocation with its stack: costs the target several times its speed. */
  startTimeline?(signal: AbortSignal): Promise<void>;
  /** Ends it; the sink gets a `.heaptimeline`: a heap snapshot with stacks and times. */
  stopTimeline?(sink: HeapSink, signal: AbortSignal): Promise<CaptureCost>;
}

export interface SamplingOptions {
  /** Bytes between two samples, on average. */
  readonly interval: number;
  /** Keep what was collected meanwhile: what a program allocates, rather than what it still holds. */
  readonly collected?: boolean;
}
