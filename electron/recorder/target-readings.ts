import { resolveFrames } from '../../shared/analysis/allocations/source-map-frames.js';
import { Failure, saying } from '../../shared/base/failure.js';
import { sizeText } from '../../shared/base/quantity.js';
import { encodeAllocations } from '../../shared/format/allocation-columns.js';
import type { AllocationTable } from '../../shared/model/allocation-table.js';
import type { Attachment } from '../drivers/driver.js';
import type { NewArtifact } from '../store/session-store.js';
import type { AllocationReadings } from './allocation-readings.js';
import type { Journal } from './journal.js';
import { nextReading } from './next-reading.js';
import { nameOf, sentence } from './sentence.js';
import type { TargetRun } from './target-run.js';

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

/** The readings of one target while its allocations are tracked: made every now and then, kept in the session, bounded. */
export class TargetReadings {
  readonly #since: number;
  #timer: NodeJS.Timeout | undefined;
  #newest = 0;
  /** Of all that was kept. */
  #bytes = 0;
  #kept = 0;
  #over = false;
  /** Why the last reading is not in the session, once it was said. */
  #trouble: Failure | undefined;
  #reading: Promise<Failure | undefined> | undefined;
  readonly #givenUp = new AbortController();

  /** `onKept` is told of each table that went into the session. */
  constructor(
    readonly target: TargetRun,
    readonly readings: AllocationReadings,
    private readonly journal: Journal,
    private readonly onKept: (table: AllocationTable) => void,
  ) {
    this.#since = journal.now();
    this.#plan(0);
  }

  /** Nothing of it is in the session. */
  get none(): boolean {
    return this.#kept === 0;
  }

  /** Stores what is held now; a slow reading is not asked for again meanwhile. Answers why it did not. */
  keep(): Promise<Failure | undefined> {
    clearTimeout(this.#timer);
    const begun = this.journal.now();
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
      this.#plan(this.journal.now() - begun);
    });
    return this.#reading;
  }

  /** The last one: after so many milliseconds it is given up. No other is begun. */
  async last(limit: number): Promise<Failure | undefined> {
    const timer = setTimeout(() => this.giveUp(), limit);
    try {
      return await this.keep();
    } finally {
      clearTimeout(timer);
      this.end();
    }
  }

  /** Nobody waits for the reading that is under way. */
  giveUp(): void {
    this.#givenUp.abort();
  }

  /** No reading is begun any more. */
  end(): void {
    this.#over = true;
    clearTimeout(this.#timer);
  }

  #plan(took: number): void {
    clearTimeout(this.#timer);
    // A day of large readings would fill the disk: then only those that are asked for are kept, and the last.
    if (this.#over || this.#bytes > MOST_BYTES_IN_ALL) return;
    const wait = nextReading(this.journal.now() - this.#since, took);
    this.#timer = setTimeout(() => void this.keep(), wait);
  }

  async #read(): Promise<Failure | undefined> {
    const at = this.journal.now();
    const { target, readings, journal } = this;
    if (this.#givenUp.signal.aborted) return this.#trouble ?? this.#failed(notBegun());
    const limit = AbortSignal.timeout(readings.forks ? FORK_LIMIT : READ_LIMIT);
    const either = AbortSignal.any([this.#givenUp.signal, limit]);
    try {
      // Traces are read in a fork of the program: it must not be taken for a child of its own.
      const read = (): Promise<AllocationTable> => readings.read(either);
      // Its turn comes after a snapshot of minutes, too: who gives up does not wait for that.
      const table = await unlessAborted(either, readings.forks ? target.captures.run(read) : read());
      await this.#store(at, await withOriginalPlaces(table, target.attachment));
      this.#trouble = undefined;
      return undefined;
    } catch (error) {
      const took = journal.now() - at;
      return this.#failed(either.aborted ? tooSlow(took, readings.forks === true) : failure(error));
    }
  }

  async #store(at: number, table: AllocationTable): Promise<void> {
    const { target, readings, journal } = this;
    for (const ordinal of table.ordinal) if (ordinal > this.#newest) this.#newest = ordinal;
    const data = encodeAllocations(table);
    if (data.length > MOST_BYTES) throw tooLarge(data.length);
    const { source, name, lines, interval, forks } = readings;
    const meta: ReadingFacts = {
      ...{ source, kind: source, name, lines, since: this.#since, rows: table.length },
      ...(forks ? { growth: true } : { newest: this.#newest }),
      ...(interval === undefined ? {} : { interval }),
    };
    const artifact: NewArtifact = { kind: 'allocations', target: target.id, at, data, meta };
    if (!journal.write((writer) => writer.addArtifact(artifact))) return;
    this.#kept++;
    const before = this.#bytes;
    this.#bytes += data.length;
    if (before <= MOST_BYTES_IN_ALL && this.#bytes > MOST_BYTES_IN_ALL)
      journal.mark(
        'allocations-failed',
        `allocations of ${nameOf(target)} fill ${sizeText(this.#bytes)}: from now on they are kept when asked for, and at the end`,
        target,
      );
    this.onKept(table);
  }

  /** Said once, until a reading works again. */
  #failed(why: Failure): Failure {
    const { target, journal } = this;
    const ended = why.code === 'not-tracing';
    if (ended) this.end();
    const what = ended ? 'traced no more' : 'not read';
    if (this.#trouble?.code !== why.code)
      journal.mark(
        'allocations-failed',
        `allocations of ${nameOf(target)} are ${what}: ${sentence(why)}`,
        target,
      );
    this.#trouble = why;
    return why;
  }
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

const failure = (error: unknown): Failure =>
  error instanceof Failure ? error : new Failure('not-read', saying(error), 'Try again.');

function tooSlow(took: number, traced: boolean): Failure {
  const seconds = Math.max(1, Math.round(took / 1000));
  return new Failure(
    'not-read-in-time',
    `They were not read within ${seconds} s.`,
    traced
      ? 'Fewer frames, a sampling instead of a trace, or a shorter time leave less to read; a busy machine takes longer.'
      : 'A program that is blocked or a busy machine takes longer: try again.',
  );
}

const notBegun = (): Failure =>
  new Failure('not-read-in-time', 'They were not read: the recording was to end at once.');

const tooLarge = (size: number): Failure =>
  new Failure(
    'too-large',
    `A reading of ${sizeText(size)} is larger than a session keeps, ${sizeText(MOST_BYTES)}.`,
    'Trace with fewer frames, or sample.',
  );

/** Milliseconds. */
const READ_LIMIT = 30_000;
/** A copy of the program reads millions of traces in some seconds where the machine has nothing else to do. */
const FORK_LIMIT = 90_000;
const MOST_BYTES = 64 << 20;
const MOST_BYTES_IN_ALL = 1 << 30;

/** What `work` answers; rejects at once where the signal fires. It goes on unheard then. */
function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(new Failure('cancelled', 'It was given up.'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
