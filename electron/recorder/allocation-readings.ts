import { sampledAllocations } from '../../shared/analysis/allocations/sampled-allocations.js';
import type { AllocationTable } from '../../shared/model/allocation-table.js';
import type { AllocationTracing, TracingOptions } from '../drivers/allocation-tracing.js';
import type { AllocationTracking } from '../drivers/allocation-tracking.js';

/** One way to know a target's allocations, read every now and then while it is on. */
export interface AllocationReadings {
  readonly source: 'sampled' | 'traced';
  /** It is read in a fork of the program. */
  readonly forks?: boolean;
  readonly name: string;
  /** What the line of a frame is. */
  readonly lines: 'call' | 'function';
  /** Bytes between two samples, on average. */
  readonly interval?: number;
  /** Bytes of our own code in the target, by the last reading; they are not in it. */
  own?(): number;
  start(signal: AbortSignal): Promise<void>;
  read(signal: AbortSignal): Promise<AllocationTable>;
  stop(signal: AbortSignal): Promise<void>;
}

export function sampledReadings(tracking: AllocationTracking, interval = INTERVAL): AllocationReadings {
  let own = 0;
  return {
    ...{ source: 'sampled', name: 'V8 sampling', lines: 'function', interval },
    start: (signal) => tracking.startSampling({ interval }, signal),
    own: () => own,
    async read(signal) {
      const profile = await tracking.samplingProfile(signal);
      own = profile.own ?? 0;
      return sampledAllocations(profile);
    },
    async stop(signal) {
      await tracking.stopSampling(signal);
    },
  };
}

export function tracedReadings(
  tracing: AllocationTracing,
  options: Partial<TracingOptions> = {},
): AllocationReadings {
  const { frames, ...rest } = wanted(options);
  return {
    ...{ source: 'traced', name: `tracemalloc, ${frames} frames`, lines: 'call', forks: true },
    start: (signal) => tracing.start({ frames, ...rest }, signal),
    read: (signal) => tracing.allocations(signal),
    stop: (signal) => tracing.stop(signal),
  };
}

/** tracemalloc for a small share of the time: estimates, and no order within a reading. Undefined where there is no such thing. */
export function burstReadings(
  tracing: AllocationTracing,
  options: Partial<TracingOptions> = {},
): AllocationReadings | undefined {
  if (!tracing.startSampled) return undefined;
  const { frames, ...rest } = wanted(options);
  return {
    ...{ source: 'sampled', name: `tracemalloc in bursts, ${frames} frames`, lines: 'call', forks: true },
    start: async (signal) => tracing.startSampled?.({ frames, ...rest }, signal),
    read: (signal) => tracing.allocations(signal),
    stop: (signal) => tracing.stop(signal),
  };
}

/** With a bound on its memory in any case: what is not said of it is as usual. */
const wanted = ({ frames = FRAMES, filters, limit }: Partial<TracingOptions>): TracingOptions => ({
  ...{ frames, limit: { bytes: MOST_MEMORY, ...limit } },
  ...(filters ? { filters } : {}),
});

/** Bytes. At this rate no overhead can be measured. */
const INTERVAL = 32_768;
const FRAMES = 16;
/** What tracing may take for itself in the target before it ends by itself. */
const MOST_MEMORY = 1 << 30;
