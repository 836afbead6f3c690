import { filesOf, originalProfile } from '../../shared/analysis/allocations/original-profile.js';
import { Failure } from '../../shared/base/failure.js';
import type { SamplingProfile } from '../../shared/model/sampling-profile.js';
import type { Journal } from './journal.js';
import { nameOf, sentence } from './sentence.js';
import type { TargetRun } from './target-run.js';

/** Small facts of a stored profile. `since` names the sampling: ordinals of two profiles compare only within one. */
export interface ProfileFacts {
  /** Milliseconds since the session began. */
  readonly since: number;
  /** The highest ordinal in it or in any before it. */
  readonly newest: number;
  readonly samples: number;
  /** Bytes between two samples, on average. */
  readonly interval: number;
}

/**
 * Samples allocations of the targets and keeps a `.heapprofile` of each in the session every now and then:
 * what a program that dies held a moment before is in its file.
 */
export class AllocationRecording {
  readonly #sampled = new Map<TargetRun, Sampled>();

  constructor(
    private readonly journal: Journal,
    private readonly wanted: boolean,
  ) {}

  async begin(target: TargetRun): Promise<void> {
    const tracking = target.attachment?.allocations;
    if (!this.wanted || !tracking) return;
    this.forget(target);
    const since = this.journal.now();
    try {
      await tracking.startSampling({ interval: INTERVAL }, AbortSignal.timeout(LIMIT));
    } catch (error) {
      this.journal.mark(
        'attach',
        `allocations of ${nameOf(target)} are not sampled: ${sentence(error)}`,
        target,
      );
      return;
    }
    const timer = setInterval(() => {
      const due = this.#sampled.get(target)?.due ?? 0;
      if (this.journal.now() >= due) void this.keep(target);
    }, KEEP_EVERY);
    this.#sampled.set(target, { since, newest: 0, due: 0, timer });
  }

  /** Stores what is held now. Silent where nothing is sampled or the target does not answer. */
  async keep(target: TargetRun): Promise<void> {
    const sampled = this.#sampled.get(target);
    const tracking = target.attachment?.allocations;
    if (!sampled || !tracking) return this.forget(target);
    const at = this.journal.now();
    sampled.due = at + (at - sampled.since) / SPARSER - KEEP_EVERY / 2;
    let profile: SamplingProfile;
    try {
      profile = await tracking.samplingProfile(AbortSignal.timeout(LIMIT));
    } catch (error) {
      if (!(error instanceof Failure)) this.forget(target);
      return;
    }
    const { samples } = profile;
    for (const { ordinal } of samples) sampled.newest = Math.max(sampled.newest, ordinal);
    const { since, newest } = sampled;
    const data = new TextEncoder().encode(JSON.stringify(await asWritten(target, profile)));
    if (data.length > MOST_BYTES) return;
    const meta: ProfileFacts = { since, newest, samples: samples.length, interval: INTERVAL };
    this.journal.write((writer) =>
      writer.addArtifact({ kind: 'heapprofile', target: target.id, at, data, meta }),
    );
  }

  /** The last profile of each; then none is read any more. Sampling itself ends with the attachment. */
  async finish(): Promise<void> {
    const targets = [...this.#sampled.keys()];
    await Promise.all(targets.map((target) => this.keep(target)));
    for (const target of targets) this.forget(target);
  }

  forget(target: TargetRun): void {
    clearInterval(this.#sampled.get(target)?.timer);
    this.#sampled.delete(target);
  }
}

/** Names and lines of the sources, as far as source maps tell: the files may be gone when the session is read. */
async function asWritten(target: TargetRun, profile: SamplingProfile): Promise<SamplingProfile> {
  const places = await target.attachment?.originalPlaces?.(filesOf(profile)).catch(() => undefined);
  return places ? originalProfile(profile, places) : profile;
}

interface Sampled {
  readonly since: number;
  readonly timer: NodeJS.Timeout;
  newest: number;
  /** Not before, ms since the session began. */
  due: number;
}

/** Bytes. At this rate no overhead can be measured. */
const INTERVAL = 32_768;
const KEEP_EVERY = 10_000;
/** After the first ten minutes the next profile waits a sixtieth of the time so far: a day has some 350. */
const SPARSER = 60;
const LIMIT = 5000;
const MOST_BYTES = 64 << 20;
