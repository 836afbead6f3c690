import { Failure } from '../../../shared/base/failure.js';
import type { ManagedTask, ManagedThread } from '../../../shared/model/managed-thread.js';
import type { OriginalPlaces } from '../../../shared/model/original-places.js';
import type { CaptureCost, CaptureEstimate } from '../../../shared/model/preflight.js';
import type { ProcessInfo } from '../../../shared/model/process.js';
import type { Reading } from '../../../shared/model/series.js';
import type { GcEvent } from '../../../shared/model/session.js';
import type { Attachment, CaptureOptions, HeapSink } from '../driver.js';
import { Losing } from '../losing.js';
import type { PrivateDirectory } from '../private-directory.js';
import { rootOf } from '../root-of.js';
import { Allocations } from './allocations.js';
import { CaptureForecast, type HeapSize } from './capture-forecast.js';
import { evaluate } from './devtools-link.js';
import { captureThroughFifo } from './fifo-capture.js';
import { GcLog } from './gc-log.js';
import { type Inside, throughWire } from './inside.js';
import { LinkInspection } from './link-inspection.js';
import { LiveHeap } from './live-heap.js';
import { liveMaps } from './live-maps.js';
import type { NodeEntry } from './node-entry.js';
import type { NodeWorker } from './node-workers.js';
import { sampledStack } from './sampled-stack.js';
import { ScriptMaps } from './script-maps.js';
import { FREE_MEMORY, type Identity } from './target-programs.js';
import { captureOverWire } from './wire-capture.js';

const SAMPLE_LIMIT = 5000;
const COLLECT_LIMIT = 20_000;
/** Before a snapshot: what was cancelled before it is built to its end first, and the loop stands still for that. */
const SIZE_LIMIT = 60_000;
/** The Node whose snapshots take options. */
const OPTIONS_SINCE = 20;
/** The V8 whose sampling profiler can keep what was collected. */
const COLLECTED_SINCE = 11;

/** One Node isolate: the main thread's, or a worker's. */
export class NodeAttachment implements Attachment {
  readonly version?: string;
  readonly isolate?: string;
  readonly allocations: Allocations;
  readonly inspection: LinkInspection;
  readonly objects: LiveHeap;
  readonly root: string | undefined;
  readonly originalPlaces: (files: Iterable<string>) => Promise<OriginalPlaces>;
  readonly sourceMaps: NonNullable<Attachment['sourceMaps']>;
  readonly #gc = new GcLog();
  readonly #losing: Losing;
  readonly #forecast: CaptureForecast;
  readonly #directory: PrivateDirectory | undefined;
  readonly #identity: Identity;
  #inside: Inside;
  #onWorker: ((worker: NodeWorker) => void) | undefined;
  #workersKnown: Promise<void> = Promise.resolve();
  #detached = false;
  /** What the sampling program took of the isolate's thread, ms. */
  #taken: number | undefined;

  constructor(
    readonly process: ProcessInfo,
    { inside, directory, identity, better }: NodeEntry,
    /** Absent for the main thread. */
    private readonly worker?: string,
  ) {
    this.version = identity.electron ?? identity.deno ?? identity.version;
    this.isolate = worker;
    this.#identity = identity;
    this.#inside = inside;
    const major = Number.parseInt(identity.version ?? '', 10);
    this.#forecast = new CaptureForecast(process.pid, directory ? 'fifo' : 'wire', major);
    this.#directory = directory;
    this.#losing = new Losing(
      process,
      worker ? `${worker} ended` : 'the connection broke; the process is still there',
    );
    this.allocations = new Allocations({
      link: () => this.#inside.devtools,
      ...(Number.parseInt(identity.v8 ?? '', 10) < COLLECTED_SINCE && {
        tooOldForCollected: `Node ${identity.version}`,
      }),
      captureTimeline: (sink, signal) => this.#captureTimeline(sink, signal),
    });
    this.inspection = new LinkInspection(
      () => this.#inside.devtools,
      (files) => this.originalPlaces(files),
    );
    this.root = process.address === undefined ? rootOf(process.pid) : undefined;
    const maps = new ScriptMaps(this.root, liveMaps(this.inspection));
    this.originalPlaces = (files) => maps.placesFor(files);
    this.sourceMaps = (files) => maps.mapsFor(files);
    this.objects = new LiveHeap(() => this.#inside.devtools, {
      scripts: (signal) => this.inspection.scripts(signal),
      places: this.originalPlaces,
    });
    this.#watch(inside);
    better?.then((way) => this.#change(way)).catch(() => undefined);
  }

  async sample(signal: AbortSignal): Promise<Reading> {
    const { now, taken, reading, gc } = await this.#inside.sample({ limit: SAMPLE_LIMIT, signal });
    this.#gc.take(now, gc);
    this.#taken = taken;
    return reading;
  }

  ownTime(): number | undefined {
    return this.#taken;
  }

  takeGcEvents(): readonly GcEvent[] {
    return this.#gc.drain();
  }

  /** Where the isolate is, sampled; it is never paused. */
  async threads(
    _: { readonly values?: boolean },
    signal: AbortSignal,
  ): Promise<{ readonly threads: readonly ManagedThread[]; readonly tasks: readonly ManagedTask[] }> {
    const thread = this.worker
      ? { name: this.worker, daemon: true }
      : { id: this.process.pid, name: 'main', daemon: false };
    return { threads: [await sampledStack(this.#inside.devtools, thread, signal)], tasks: [] };
  }

  async collectGarbage(signal: AbortSignal): Promise<void> {
    await this.#inside.devtools.send('HeapProfiler.collectGarbage', {}, { limit: COLLECT_LIMIT, signal });
  }

  async estimateCapture(signal: AbortSignal): Promise<CaptureEstimate> {
    return this.#forecast.estimate(await this.#heapSize(signal));
  }

  async captureHeap(sink: HeapSink, signal: AbortSignal, options: CaptureOptions = {}): Promise<CaptureCost> {
    this.#requireAble(options);
    const size = await this.#heapSize(signal);
    const expected = this.#forecast.estimate(size);
    const inside = this.#inside;
    const capture = { pid: this.process.pid, sink, expected, signal, options };
    const taken =
      (this.#directory && (await captureThroughFifo({ ...capture, inside, directory: this.#directory }))) ??
      (await captureOverWire({ ...capture, link: inside.devtools }));
    this.#forecast.learn(size, taken.bytes, taken);
    return taken;
  }

  onIsolate(listener: (attachment: Attachment) => void): void {
    if (this.worker) return;
    this.#onWorker = ({ title, link }) => {
      const entry = {
        identity: this.#identity,
        inside: throughWire(link, false),
        directory: this.#directory,
      };
      listener(new NodeAttachment(this.process, entry, title));
    };
    this.#workersKnown = this.#inside.watchWorkers(this.#onWorker).catch(() => undefined);
  }

  isolatesKnown(): Promise<void> {
    return this.#workersKnown;
  }

  onLost(listener: (reason: string) => void): void {
    this.#losing.listen(listener);
  }

  async detach(): Promise<void> {
    if (this.#detached) return;
    this.#detached = true;
    this.#losing.silence();
    await this.#inside.leave();
    if (!this.worker) await this.#directory?.remove();
  }

  async #captureTimeline(sink: HeapSink, signal: AbortSignal): Promise<CaptureCost> {
    const expected = this.#forecast.estimate(await this.#heapSize(signal));
    const { pid } = this.process;
    const request = 'HeapProfiler.stopTrackingHeapObjects';
    return captureOverWire({ pid, sink, expected, signal, link: this.#inside.devtools, request });
  }

  #requireAble({ numericValues, internals }: CaptureOptions): void {
    const { version = '' } = this.#identity;
    if (!(numericValues || internals) || !(Number.parseInt(version, 10) < OPTIONS_SINCE)) return;
    throw new Failure(
      'too-old',
      `Node ${version} cannot put numeric values or internals into a snapshot.`,
      `Take a plain one, or run the program on Node ${OPTIONS_SINCE} or later.`,
    );
  }

  async #heapSize(signal: AbortSignal): Promise<HeapSize> {
    const { reading } = await this.#inside.sample({ limit: SIZE_LIMIT, signal });
    const large =
      (reading['space.large_object_space.used'] ?? 0) + (reading['space.new_large_object_space.used'] ?? 0);
    const size = { used: reading['heap.used'] ?? 0, large };
    if (this.process.address === undefined) return size;
    const free = await evaluate<unknown>(this.#inside.devtools, FREE_MEMORY, { limit: SIZE_LIMIT, signal });
    return typeof free === 'number' ? { ...size, free } : size;
  }

  #watch(inside: Inside): void {
    inside.onClose(() => {
      if (inside !== this.#inside || this.#detached) return;
      if (!this.worker) this.#directory?.remove();
      this.#losing.lose();
    });
  }

  /** The loop turns again: from the open port to the resident program, which has closed it. */
  async #change(way: Inside): Promise<void> {
    if (this.#detached) return way.leave();
    const before = this.#inside;
    this.#inside = way;
    this.#watch(way);
    await before.leave();
    await this.allocations.moved();
    if (this.#onWorker) await way.watchWorkers(this.#onWorker);
  }
}
