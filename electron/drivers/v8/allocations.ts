import { Failure } from '../../../shared/base/failure.js';
import type { CaptureCost } from '../../../shared/model/preflight.js';
import type { SamplingProfile } from '../../../shared/model/sampling-profile.js';
import type { AllocationTracking, SamplingOptions } from '../allocation-tracking.js';
import type { HeapSink } from '../driver.js';
import type { DevtoolsLink } from './devtools-link.js';
import { withoutOwnFrames } from './own-frames.js';

const LIMIT = 20_000;

export interface AllocationParts {
  /** Absent where V8 is new enough for it; else what is too old, as a sentence names it. */
  readonly tooOldForCollected?: string;
  /** The link of now: it changes when a busy loop turns again. */
  link(): DevtoolsLink;
  captureTimeline(sink: HeapSink, signal: AbortSignal): Promise<CaptureCost>;
}

/**
 * HeapProfiler's two ways. The sampling profiler is one for the whole isolate, and starting it twice or
 * stopping another's would go unsaid: so it is asked first whether it runs. Our session's end stops what it started.
 */
export class Allocations implements AllocationTracking {
  #sampling: 'off' | 'ours' | 'theirs' = 'off';
  #options: SamplingOptions | undefined;
  #timeline = false;

  constructor(private readonly parts: AllocationParts) {}

  async startSampling(options: SamplingOptions, signal: AbortSignal): Promise<void> {
    if (this.#sampling !== 'off') return;
    const { tooOldForCollected: tooOld } = this.parts;
    if (options.collected && tooOld) throw onlyWhatIsHeld(tooOld);
    const link = this.parts.link();
    const running = await read(link, signal).then(
      () => true,
      (error: unknown) => {
        if (error instanceof Failure) throw error;
        return false;
      },
    );
    if (!running) await begin(link, options, signal);
    this.#options = options;
    this.#sampling = running ? 'theirs' : 'ours';
  }

  async samplingProfile(signal: AbortSignal): Promise<SamplingProfile> {
    if (this.#sampling === 'off') throw notStarted();
    return read(this.parts.link(), signal);
  }

  async stopSampling(signal: AbortSignal): Promise<SamplingProfile> {
    const before = this.#sampling;
    if (before === 'off') throw notStarted();
    const link = this.parts.link();
    if (before === 'theirs') {
      this.#sampling = 'off';
      return read(link, signal);
    }
    const { profile } = await link.send<{ profile: SamplingProfile }>(
      'HeapProfiler.stopSampling',
      {},
      { limit: LIMIT, signal },
    );
    this.#sampling = 'off';
    return withoutOwnFrames(profile);
  }

  async startTimeline(signal: AbortSignal): Promise<void> {
    if (this.#timeline) return;
    const options = { limit: LIMIT, signal };
    await this.parts
      .link()
      .send('HeapProfiler.startTrackingHeapObjects', { trackAllocations: true }, options);
    this.#timeline = true;
  }

  async stopTimeline(sink: HeapSink, signal: AbortSignal): Promise<CaptureCost> {
    if (!this.#timeline) throw notStarted();
    this.#timeline = false;
    return this.parts.captureTimeline(sink, signal);
  }

  /** The old session is over and took its samples along: the new one begins again. */
  async moved(): Promise<void> {
    const signal = AbortSignal.timeout(LIMIT);
    this.#timeline = false;
    if (this.#sampling === 'ours' && this.#options) await begin(this.parts.link(), this.#options, signal);
  }
}

async function read(link: DevtoolsLink, signal: AbortSignal): Promise<SamplingProfile> {
  const options = { limit: LIMIT, signal };
  const answer = await link.send<{ profile: SamplingProfile }>(
    'HeapProfiler.getSamplingProfile',
    {},
    options,
  );
  return withoutOwnFrames(answer.profile);
}

async function begin(
  link: DevtoolsLink,
  { interval, collected = false }: SamplingOptions,
  signal: AbortSignal,
): Promise<void> {
  await link.send(
    'HeapProfiler.startSampling',
    {
      samplingInterval: interval,
      includeObjectsCollectedByMajorGC: collected,
      includeObjectsCollectedByMinorGC: collected,
    },
    { limit: LIMIT, signal },
  );
}

const onlyWhatIsHeld = (tooOld: string): Failure =>
  new Failure(
    'too-old',
    `${tooOld} samples only what is still held: its V8 cannot keep what was collected.`,
    'Sample without it, or run the program on Node 20 or later.',
  );

const notStarted = (): Failure =>
  new Failure('not-tracking', 'Allocations are not tracked.', 'Start tracking them first.');
