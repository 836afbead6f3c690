import { resolveFrames } from '../../shared/analysis/allocations/source-map-frames.js';
import type { AllocationOffer, AllocationTrackingOptions } from '../../shared/api/recording.js';
import { Failure } from '../../shared/base/failure.js';
import { encodeAllocations } from '../../shared/format/allocation-columns.js';
import type { AllocationTable } from '../../shared/model/allocation-table.js';
import type { Attachment } from '../drivers/driver.js';
import type { NativeAllocations } from '../drivers/native-allocations.js';
import type { NewArtifact } from '../store/session-store.js';
import {
  type AllocationReadings,
  burstReadings,
  sampledReadings,
  tracedReadings,
} from './allocation-readings.js';
import { AllocationTimeline, type TimelineParts } from './allocation-timeline.js';
import { type NativeParts, NativeTracking } from './native-tracking.js';
import { ProfileSources } from './profile-sources.js';
import { cannot, nameOf, sentence } from './sentence.js';
import type { TargetRun } from './target-run.js';
import { withinLimit } from './time-limit.js';

/** Small facts of stored allocations. `since` names the profiling: ordinals of two readings compare only within one. */
export interface ReadingFacts {
  readonly source: string;
  readonly kind: 'sampled' | 'traced';
  readonly name: string;
  readonly lines: 'call' | 'function';
  /** Milliseconds since the session began. */
  readonly since: number;
  /** The highest ordinal in it or in any before it; absent where rows have no order. */
  readonly newest?: number;
  /** Rows have no order: what a range holds is what grew between two readings. */
  readonly growth?: true;
  readonly rows: number;
  /** Bytes between two samples, on average. */
  readonly interval?: number;
}

/**
 * Keeps what targets have allocated and still hold in the session every now and then: what a program that dies held a
 * moment before is in its file.
 */
export class AllocationRecording {
  readonly #running = new Map<TargetRun, Running>();
  readonly #timeline: AllocationTimeline;
  readonly #native: NativeTracking;
  #sources: ProfileSources | undefined;

  constructor(
    private readonly parts: TimelineParts & NativeParts & { readonly redacted?: boolean },
    private readonly wanted: boolean,
    private readonly options: Omit<AllocationTrackingOptions, 'kind'> = {},
  ) {
    this.#timeline = new AllocationTimeline(parts);
    this.#native = new NativeTracking(parts);
  }

  /** What can be known of a target's allocations, and what it would cost. */
  offers(target: TargetRun): readonly AllocationOffer[] {
    const { allocations, tracing } = target.attachment ?? {};
    const running = this.#running.get(target)?.readings.source;
    const offers: AllocationOffer[] = [];
    if (allocations) offers.push({ kind: 'sampled', cost: COST.sampled, running: running === 'sampled' });
    else if (tracing?.startSampled)
      offers.push({ kind: 'sampled', cost: COST.bursts, running: running === 'sampled' });
    if (tracing) offers.push({ kind: 'traced', cost: COST.traced, running: running === 'traced' });
    if (allocations?.startTimeline && allocations.stopTimeline)
      offers.push({ kind: 'timeline', cost: COST.timeline, running: this.#timeline.runs(target) });
    for (const { tool, cost, running: runs } of this.#native.ways(target))
      offers.push({ kind: 'native', tool, cost, running: runs });
    return offers;
  }

  /** Bytes that our own code holds in all targets that are sampled; undefined where none is. */
  get own(): number | undefined {
    let bytes: number | undefined;
    for (const { readings } of this.#running.values())
      if (readings.own) bytes = (bytes ?? 0) + readings.own();
    return bytes;
  }

  /** A target has come in: begins what the recording was asked for. */
  async begin(target: TargetRun): Promise<void> {
    if (!this.wanted || !target.attachment) return;
    this.forget(target);
    const readings = readingsFor(target.attachment, this.options);
    if (readings) await this.#start(target, readings).catch(() => undefined);
  }

  /** Begins one kind; throws a Failure where it cannot. */
  async track(target: TargetRun, options: AllocationTrackingOptions): Promise<void> {
    if (options.kind === 'timeline') return this.#timeline.start(target);
    if (options.kind === 'native') return this.#native.start(target, options.tool);
    const { kind, tool: _, ...rest } = options;
    const readings = target.attachment && readingsFor(target.attachment, rest, kind);
    if (!readings) throw cannot(target, kind === 'sampled' ? 'be sampled' : 'be traced');
    await this.untrack(target);
    await this.#start(target, readings);
  }

  /** A tool for native code that came with the program when it was started. */
  adopt(target: TargetRun, way: NativeAllocations): Promise<void> {
    return this.#native.adopt(target, way);
  }

  /** Ends what runs, and keeps its last reading. */
  async untrack(target: TargetRun): Promise<void> {
    await this.#timeline.stop(target);
    await this.#native.stop(target);
    const running = this.#running.get(target);
    if (!running) return;
    await this.keep(target);
    this.forget(target);
    await running.readings.stop(AbortSignal.timeout(LIMIT));
  }

  /** Stores what is held now. Silent where nothing is tracked or the target does not answer. */
  async keep(target: TargetRun): Promise<void> {
    await this.#native.keep(target).catch(() => undefined);
    return this.#keepOwn(target);
  }

  /** A tool for native code leaves before the process does. */
  async leave(target: TargetRun): Promise<void> {
    await this.#native.stop(target);
    await this.keep(target);
  }

  async #keepOwn(target: TargetRun): Promise<void> {
    const running = this.#running.get(target);
    if (!running || !target.attachment) return this.forget(target);
    // One at a time: a slow reading is not asked for again meanwhile.
    running.reading ??= this.#read(target, running).finally(() => {
      running.reading = undefined;
    });
    await running.reading;
  }

  /** The last readings; then none is made any more. Sampling and tracing themselves end with the attachment. */
  async finish(): Promise<void> {
    await this.#timeline.finish();
    await this.#native.finish();
    const targets = [...this.#running.keys()];
    const readings = Promise.all(targets.map((target) => this.keep(target)));
    await withinLimit(readings, LAST_READINGS, 'The last reading of allocations').catch(() => undefined);
    for (const target of targets) this.forget(target);
  }

  forget(target: TargetRun): void {
    clearInterval(this.#running.get(target)?.timer);
    this.#running.delete(target);
  }

  async #start(target: TargetRun, readings: AllocationReadings): Promise<void> {
    const { journal } = this.parts;
    const since = journal.now();
    try {
      await readings.start(AbortSignal.timeout(LIMIT));
    } catch (error) {
      const how = readings.source === 'sampled' ? 'sampled' : 'traced';
      journal.mark('attach', `allocations of ${nameOf(target)} are not ${how}: ${sentence(error)}`, target);
      throw error;
    }
    const timer = setInterval(() => {
      const due = this.#running.get(target)?.due ?? 0;
      if (journal.now() >= due) void this.#keepOwn(target);
    }, KEEP_EVERY);
    this.#running.set(target, { readings, since, newest: 0, due: 0, bytes: 0, timer });
    journal.changes.tell();
  }

  async #read(target: TargetRun, running: Running): Promise<void> {
    const { journal } = this.parts;
    const { readings, since } = running;
    const at = journal.now();
    let table: AllocationTable;
    try {
      const read = (): Promise<AllocationTable> => readings.read(AbortSignal.timeout(READ_LIMIT));
      // Traces are read in a fork of the program: it must not be taken for a child of its own.
      table = await (readings.forks ? target.captures.run(read) : read());
      table = await withOriginalPlaces(table, target.attachment);
    } catch (error) {
      if (!(error instanceof Failure) || error.code === 'not-tracing') this.forget(target);
      if (error instanceof Failure && error.code === 'not-tracing')
        journal.mark(
          'attach',
          `allocations of ${nameOf(target)} are traced no more: ${sentence(error)}`,
          target,
        );
      else if (!running.failed)
        journal.mark('attach', `allocations of ${nameOf(target)} are not read: ${sentence(error)}`, target);
      running.failed = true;
      return;
    }
    const took = journal.now() - at;
    running.due = at + Math.max((at - since) / SPARSER - KEEP_EVERY / 2, took * SLOWER);
    for (const ordinal of table.ordinal) if (ordinal > running.newest) running.newest = ordinal;
    const data = encodeAllocations(table);
    if (data.length > MOST_BYTES) return;
    running.bytes += data.length;
    // A day of large readings would fill the disk: then only those that are asked for are kept, and the last.
    if (running.bytes > MOST_BYTES_IN_ALL) running.due = Number.POSITIVE_INFINITY;
    journal.write((writer) => writer.addArtifact(artifact(target, at, running, table, data)));
    // Where texts are not to be in the file, neither are the program's.
    if (this.parts.redacted) return;
    this.#sources ??= new ProfileSources(Date.now() - journal.now());
    for (const source of this.#sources.of(table, target.id, target.attachment?.root))
      journal.write((writer) => writer.addArtifact(source));
  }
}

interface Running {
  readonly readings: AllocationReadings;
  readonly since: number;
  readonly timer: NodeJS.Timeout;
  newest: number;
  /** Not before, ms since the session began. */
  due: number;
  /** Of all that was kept. */
  bytes: number;
  /** It was said that it cannot be read. */
  failed?: boolean;
  reading?: Promise<void> | undefined;
}

function artifact(
  target: TargetRun,
  at: number,
  { readings, since, newest }: Running,
  { length }: AllocationTable,
  data: Uint8Array,
): NewArtifact {
  const { source, name, lines, interval, forks } = readings;
  const meta: ReadingFacts = {
    ...{ source, kind: source, name, lines, since, rows: length },
    ...(forks ? { growth: true } : { newest }),
    ...(interval === undefined ? {} : { interval }),
  };
  return { kind: 'allocations', target: target.id, at, data, meta };
}

function readingsFor(
  { allocations, tracing }: Attachment,
  { interval, sampled, ...options }: Omit<AllocationTrackingOptions, 'kind'>,
  kind: 'sampled' | 'traced' | undefined = sampled ? 'sampled' : undefined,
): AllocationReadings | undefined {
  if (allocations && kind !== 'traced') return sampledReadings(allocations, interval);
  if (tracing && kind === 'sampled') return burstReadings(tracing, options);
  return tracing && tracedReadings(tracing, options);
}

/** Frames where they were written, so that a review elsewhere needs no source map. */
async function withOriginalPlaces(
  table: AllocationTable,
  attachment: Attachment | undefined,
): Promise<AllocationTable> {
  const { stacks } = table;
  const places = await attachment?.originalPlaces?.(new Set(stacks.frames.file)).catch(() => undefined);
  if (!places) return table;
  return { ...table, stacks: { ...stacks, frames: resolveFrames(stacks.frames, places) } };
}

/** What a person is told before it is begun. The factors were measured on loops that do nothing but allocate. */
const COST = {
  sampled: 'About nothing: one allocation in 32 KB is looked at.',
  bursts:
    'Loops that only allocate run up to 3 times slower while it is on, other code less, with little memory. Python traces for some ms now and then, and what is kept is estimated from that: which functions keep memory is right to some percent, how much in all is rougher.',
  traced:
    'Loops that only allocate run 12 to 26 times slower while it is on, other code less; tracing takes about as much memory again as is traced. One frame a stack costs a fifth of 25. Each allocation is known: sampling is far cheaper where an estimate is enough.',
  timeline:
    'The program runs several times slower while it is on, and stands still at its end for as long as a heap snapshot takes.',
} as const;

const KEEP_EVERY = 10_000;
/** After the first ten minutes the next reading waits a sixtieth of the time so far: a day has some 350. */
const SPARSER = 60;
/** A reading that took long is not made again before so many times its length. */
const SLOWER = 20;
const LIMIT = 5000;
const READ_LIMIT = 30_000;
/** Of all targets at once. */
const LAST_READINGS = 15_000;
const MOST_BYTES = 64 << 20;
const MOST_BYTES_IN_ALL = 1 << 30;
