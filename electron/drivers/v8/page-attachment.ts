import { Failure } from '../../../shared/base/failure.js';
import type { CaptureCost, CaptureEstimate } from '../../../shared/model/preflight.js';
import type { ProcessInfo } from '../../../shared/model/process.js';
import type { Reading } from '../../../shared/model/series.js';
import type { Attachment, CaptureOptions, HeapSink } from '../driver.js';
import type { PrivateDirectory } from '../private-directory.js';
import { Allocations } from './allocations.js';
import { CaptureForecast, type HeapSize } from './capture-forecast.js';
import type { CallOptions, DevtoolsLink } from './devtools-link.js';
import { captureThroughFifo, type SnapshotWriter } from './fifo-capture.js';
import { isolateId, WENT_ELSEWHERE } from './isolate-id.js';
import { LinkInspection } from './link-inspection.js';
import { LiveHeap } from './live-heap.js';
import { liveMaps } from './live-maps.js';
import { ScriptMaps } from './script-maps.js';
import type { SessionLink } from './session-link.js';
import type { Wire } from './wire.js';
import { captureOverWire } from './wire-capture.js';

interface HeapUsage {
  readonly usedSize: number;
  readonly totalSize: number;
  readonly embedderHeapUsedSize?: number;
  readonly backingStorageSize?: number;
}

interface DomCounters {
  readonly documents: number;
  readonly nodes: number;
  readonly jsEventListeners: number;
}

/** A session of a browser's wire, or a page's own. */
export type PageLink = DevtoolsLink &
  Partial<Pick<Wire, 'pause' | 'resume' | 'hangUp'>> &
  Partial<Pick<SessionLink, 'lose'>>;

export interface PagePipe {
  readonly inside: SnapshotWriter;
  readonly directory: PrivateDirectory;
}

const SAMPLE_LIMIT = 5000;
const COLLECT_LIMIT = 20_000;

/** A page, a frame of another site, or a worker of a browser. */
export class PageAttachment implements Attachment {
  readonly allocations: Allocations;
  readonly inspection: LinkInspection;
  readonly objects: LiveHeap;
  readonly originalPlaces: NonNullable<Attachment['originalPlaces']>;
  readonly sourceMaps: NonNullable<Attachment['sourceMaps']>;
  readonly #hasDom: boolean;
  readonly #forecast: CaptureForecast;
  #left: string | undefined;

  constructor(
    readonly process: ProcessInfo,
    readonly isolate: string,
    readonly version: string,
    private readonly link: PageLink,
    type: string,
    /** Where the page's own process can write a snapshot into a pipe, without the protocol. */
    private readonly pipe?: PagePipe,
    /** By `isolateId`, where that is known; the first sample's otherwise. */
    private id?: string,
  ) {
    this.#forecast = new CaptureForecast(process.pid, pipe ? 'fifo' : 'wire');
    this.allocations = new Allocations({
      link: () => link,
      captureTimeline: (sink, signal) => this.#captureTimeline(sink, signal),
    });
    this.inspection = new LinkInspection(
      () => link,
      (files) => this.originalPlaces(files),
    );
    // A page may call its scripts anything: no file of this machine is read for it.
    const maps = new ScriptMaps(
      undefined,
      liveMaps(this.inspection, type === 'page' ? () => link : undefined),
    );
    this.originalPlaces = (files) => maps.placesFor(files);
    this.sourceMaps = (files) => maps.mapsFor(files);
    this.objects = new LiveHeap(() => link, {
      scripts: (signal) => this.inspection.scripts(signal),
      places: this.originalPlaces,
    });
    this.#hasDom = type === 'page' || type === 'iframe' || type === 'webview';
  }

  async sample(signal: AbortSignal): Promise<Reading> {
    const options = { limit: SAMPLE_LIMIT, signal };
    const [heap, dom] = await Promise.all([
      this.link.send<HeapUsage>('Runtime.getHeapUsage', {}, options),
      this.#hasDom
        ? this.link.send<DomCounters>('Memory.getDOMCounters', {}, options).catch(() => undefined)
        : undefined,
      this.#requireSame(options),
    ]);
    return {
      'heap.used': heap.usedSize,
      'heap.committed': heap.totalSize,
      ...(heap.embedderHeapUsedSize !== undefined && { 'dom.heap.used': heap.embedderHeapUsedSize }),
      ...(heap.backingStorageSize !== undefined && { arrayBuffers: heap.backingStorageSize }),
      ...(dom && {
        'dom.documents.count': dom.documents,
        'dom.nodes.count': dom.nodes,
        'dom.listeners.count': dom.jsEventListeners,
      }),
    };
  }

  async collectGarbage(signal: AbortSignal): Promise<void> {
    await this.link.send('HeapProfiler.collectGarbage', {}, { limit: COLLECT_LIMIT, signal });
  }

  async estimateCapture(signal: AbortSignal): Promise<CaptureEstimate> {
    return this.#forecast.estimate(await this.#heapSize(signal));
  }

  async captureHeap(sink: HeapSink, signal: AbortSignal, options?: CaptureOptions): Promise<CaptureCost> {
    const size = await this.#heapSize(signal);
    const expected = this.#forecast.estimate(size);
    const { pid } = this.process;
    const capture = { pid, sink, expected, signal, options };
    const plain = options?.internals !== true && options?.numericValues !== true;
    const taken =
      (plain && this.pipe && (await captureThroughFifo({ ...capture, ...this.pipe }))) ||
      (await captureOverWire({ ...capture, link: this.link }));
    this.#forecast.learn(size, taken.bytes, taken);
    return taken;
  }

  onLost(listener: (reason: string) => void): void {
    this.link.onClose((why = this.#left) => listener(why ?? 'the page was closed, or the connection broke'));
  }

  detach(): Promise<void> {
    return this.link.close();
  }

  async #captureTimeline(sink: HeapSink, signal: AbortSignal): Promise<CaptureCost> {
    const expected = this.#forecast.estimate(await this.#heapSize(signal));
    const { pid } = this.process;
    const request = 'HeapProfiler.stopTrackingHeapObjects';
    return captureOverWire({ pid, sink, expected, signal, link: this.link, request });
  }

  /** Asked after the figures: those of another isolate are then never taken for this one's. */
  async #requireSame(options: CallOptions): Promise<void> {
    const id = await isolateId(this.link, options);
    if (id === undefined || id === this.id) return;
    if (this.id === undefined) {
      this.id = id;
      return;
    }
    this.#left = WENT_ELSEWHERE;
    if (this.link.lose) this.link.lose(WENT_ELSEWHERE);
    else this.link.hangUp?.();
    throw new Failure('target-lost', 'The page went on in another process.', 'Attach to it again.');
  }

  async #heapSize(signal: AbortSignal): Promise<HeapSize> {
    const options = { limit: SAMPLE_LIMIT, signal };
    const [heap] = await Promise.all([
      this.link.send<HeapUsage>('Runtime.getHeapUsage', {}, options),
      this.#requireSame(options),
    ]);
    return { used: heap.usedSize };
  }
}
