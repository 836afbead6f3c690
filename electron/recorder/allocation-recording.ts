import type { AllocationOffer, AllocationTrackingOptions } from '../../shared/api/recording.js';
import { Failure } from '../../shared/base/failure.js';
import type { AllocationTable } from '../../shared/model/allocation-table.js';
import type { Attachment } from '../drivers/driver.js';
import type { NativeAllocations } from '../drivers/native-allocations.js';
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
import { TargetReadings } from './target-readings.js';
import type { TargetRun } from './target-run.js';

/**
 * Keeps what targets have allocated and still hold in the session every now and then: what a program that dies held a
 * moment before is in its file.
 */
export class AllocationRecording {
  readonly #running = new Map<TargetRun, TargetReadings>();
  /** Their last reading is waited for. */
  readonly #ending = new WeakSet<TargetReadings>();
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
    this.#drop(target);
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

  /**
   * Ends what runs, and keeps its last reading: not waited for longer than half a minute, nor once it is asked a second
   * time. Throws a Failure that says what is not in the session, or that the target did not take the end.
   */
  async untrack(target: TargetRun): Promise<void> {
    await this.#timeline.stop(target);
    await this.#native.stop(target);
    const running = this.#running.get(target);
    if (!running) return;
    if (this.#ending.has(running)) running.giveUp();
    this.#ending.add(running);
    const why = await running.last(running.readings.forks ? LAST_OF_FORK : LAST_OF_ONE);
    // Who asked first has ended it meanwhile.
    if (this.#running.get(target) !== running) return;
    const limit = AbortSignal.timeout(LIMIT);
    try {
      await running.readings.stop(limit);
    } catch (error) {
      // It may be on still: it stays in the list, so that it can be ended again.
      this.#ending.delete(running);
      if (limit.aborted && target.attachment) throw stillOn(target);
      this.#drop(target);
      throw error;
    }
    this.#drop(target);
    if (why && why.code !== 'not-tracing') throw endedWithout(why);
  }

  /** Stores what is held now. What goes wrong is a mark. */
  async keep(target: TargetRun): Promise<void> {
    await this.readNow(target).catch(() => undefined);
  }

  /** Stores what is held now; nothing where nothing is tracked. Throws a Failure that says why it could not. */
  async readNow(target: TargetRun): Promise<void> {
    await this.#native.keep(target).catch(() => undefined);
    const why = await this.#readingsOf(target)?.keep();
    if (why) throw why;
  }

  /** A tool for native code leaves before the process does. */
  async leave(target: TargetRun): Promise<void> {
    await this.#native.stop(target);
    await this.keep(target);
  }

  /**
   * The last readings; then none is made any more. Sampling and tracing themselves end with the attachment. Answers a
   * sentence for each target whose last one is not in the session.
   */
  async finish(): Promise<readonly string[]> {
    await this.#timeline.finish();
    await this.#native.finish();
    const all = [...this.#running.values()];
    const timer = setTimeout(() => {
      for (const running of all) if (!running.readings.forks) running.giveUp();
    }, LAST_READINGS);
    const problems = await Promise.all(
      all.map(async (running) => {
        const why = await running.keep();
        // What the target ended by itself was said when it was seen.
        if (!why || (why.code === 'not-tracing' && !running.none)) return [];
        const what = running.none ? 'No allocations' : 'No last reading of the allocations';
        return [`${what} of ${nameOf(running.target)}: ${sentence(why)}`];
      }),
    );
    clearTimeout(timer);
    for (const { target } of all) this.#drop(target);
    return problems.flat();
  }

  /** Last readings that are not done are given up. */
  hurry(): void {
    for (const running of this.#running.values()) running.giveUp();
  }

  /** A target is gone, and with it what was not read. */
  forget(target: TargetRun): void {
    const running = this.#drop(target);
    if (running?.none)
      this.parts.journal.mark(
        'allocations-failed',
        `tracking of ${nameOf(target)} ended before its allocations were read for the first time`,
        target,
      );
  }

  #drop(target: TargetRun): TargetReadings | undefined {
    const running = this.#running.get(target);
    running?.end();
    this.#running.delete(target);
    return running;
  }

  #readingsOf(target: TargetRun): TargetReadings | undefined {
    if (!target.attachment) this.forget(target);
    return this.#running.get(target);
  }

  async #start(target: TargetRun, readings: AllocationReadings): Promise<void> {
    const { journal } = this.parts;
    try {
      await readings.start(AbortSignal.timeout(LIMIT));
    } catch (error) {
      const how = readings.source === 'sampled' ? 'sampled' : 'traced';
      journal.mark(
        'allocations-failed',
        `allocations of ${nameOf(target)} are not ${how}: ${sentence(error)}`,
        target,
      );
      throw error;
    }
    this.#running.set(
      target,
      new TargetReadings(target, readings, journal, (table) => this.#keepSources(target, table)),
    );
    journal.changes.tell();
  }

  /** Where texts are not to be in the file, neither are the program's. */
  #keepSources(target: TargetRun, table: AllocationTable): void {
    const { journal, redacted } = this.parts;
    if (redacted) return;
    this.#sources ??= new ProfileSources(Date.now() - journal.now());
    for (const source of this.#sources.of(table, target.id, target.attachment?.root))
      journal.write((writer) => writer.addArtifact(source));
  }
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

const endedWithout = ({ code, message, remedy }: Failure): Failure =>
  new Failure(code, `The tracking has ended; its last reading is not in the session. ${message}`, remedy);

const stillOn = (target: TargetRun): Failure =>
  new Failure(
    'not-ended',
    `${nameOf(target)} did not answer: its allocations may be tracked still.`,
    'End the tracking again when the program runs. When Leakscope lets go of it, the tracking ends in any case.',
  );

const LIMIT = 5000;
/** How long a last reading is waited for where somebody waits for the end. Milliseconds. */
const LAST_OF_ONE = 15_000;
/** A copy of the program is made, and reads all its traces. */
const LAST_OF_FORK = 30_000;
/** Of targets that do not answer: what a copy of one reads has longer. Milliseconds. */
const LAST_READINGS = 15_000;
