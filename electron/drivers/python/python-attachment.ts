import type { CaptureCost, CaptureEstimate } from '../../../shared/model/preflight.js';
import type { ProcessInfo } from '../../../shared/model/process.js';
import type { Reading } from '../../../shared/model/series.js';
import type { GcEvent } from '../../../shared/model/session.js';
import type { Attachment, HeapSink } from '../driver.js';
import { Losing } from '../losing.js';
import { readTargetStatus } from '../target-status.js';
import { estimatePythonCapture, requireSafe } from './capture-estimate.js';
import { findGil, type GilPlace, gilWords } from './gil-place.js';
import { captureProgram } from './link/agent-files.js';
import { checked, sampleAnswer } from './link/answers.js';
import { forkCaptureChild } from './link/capture-child.js';
import { captureStream } from './link/capture-stream.js';
import { PauseLog } from './pause-log.js';
import type { ResidentAgent } from './resident-agent.js';

const SAMPLE_LIMIT = 5000;
const COLLECT_LIMIT = 60_000;
/** A forked child of the target holds our connection open when the target is gone: its PID is looked at, too. */
const LOOK_INTERVAL = 500;

/** One CPython interpreter with our agent in it. */
export class PythonAttachment implements Attachment {
  readonly version: string;
  readonly #pauses = new PauseLog();
  readonly #losing: Losing;
  readonly #timer: NodeJS.Timeout;
  /** gc.callbacks has a function of ours from the first time that somebody asks for the events. */
  #gcWanted = false;
  #gil: GilPlace | undefined;
  #capturing: Promise<unknown> = Promise.resolve();
  readonly #ending = new AbortController();
  #detached: Promise<void> | undefined;

  constructor(
    readonly process: ProcessInfo,
    private readonly agent: ResidentAgent,
    private readonly agentFolder: string,
  ) {
    this.version = agent.version;
    this.#losing = new Losing(process, 'the connection broke; the process is still there');
    agent.link.onClose(() => this.#lost());
    this.#timer = setInterval(() => void this.#look(), LOOK_INTERVAL).unref();
  }

  async sample(signal: AbortSignal): Promise<Reading> {
    const asked = this.agent.link.ask(`sample ${this.#gcWanted ? 'gc' : '-'}`, SAMPLE_LIMIT, signal);
    const { now, blocks, counts, collections, traced, malloc, pymalloc, pauses } = checked(
      sampleAnswer,
      await asked,
    );
    this.#pauses.take(now, pauses);
    return {
      blocks,
      'gc.count0': counts[0],
      'gc.count1': counts[1],
      'gc.count2': counts[2],
      'gc.collections': collections,
      ...(traced && { traced: traced[0], 'traced.peak': traced[1] }),
      ...(pymalloc && { 'heap.used': pymalloc[0], 'heap.committed': pymalloc[1] }),
      ...(malloc && { 'malloc.used': malloc[0], 'malloc.free': malloc[1] }),
    };
  }

  takeGcEvents(): readonly GcEvent[] {
    this.#gcWanted = true;
    return this.#pauses.drain();
  }

  async collectGarbage(signal: AbortSignal): Promise<void> {
    await this.agent.link.ask('collect', COLLECT_LIMIT, signal);
  }

  async estimateCapture(): Promise<CaptureEstimate> {
    const { rss: _, ...estimate } = estimatePythonCapture(this.process.pid);
    return estimate;
  }

  /**
   * Has tracemalloc trace every allocation with so many frames, from now on: up to 26 times slower with one frame, and
   * as much memory again as is traced. What the target traces itself goes on as it was. Ends at the latest with `detach`.
   */
  async startTracing(frames: number, signal: AbortSignal): Promise<void> {
    const depth = Math.min(100, Math.max(1, Math.trunc(frames)));
    await this.agent.link.ask(`trace ${depth}`, SAMPLE_LIMIT, signal);
  }

  /** Only what `startTracing` started. */
  async stopTracing(signal: AbortSignal): Promise<void> {
    await this.agent.link.ask('trace 0', SAMPLE_LIMIT, signal);
  }

  /** One at a time: a second one waits for the first. */
  captureHeap(sink: HeapSink, signal: AbortSignal): Promise<CaptureCost> {
    const capture = this.#capturing.then(() =>
      this.#capture(sink, AbortSignal.any([signal, this.#ending.signal])),
    );
    this.#capturing = capture.catch(() => undefined);
    return capture;
  }

  onLost(listener: (reason: string) => void): void {
    this.#losing.listen(listener);
  }

  detach(): Promise<void> {
    this.#detached ??= this.#leave();
    return this.#detached;
  }

  async #capture(sink: HeapSink, signal: AbortSignal): Promise<CaptureCost> {
    const estimate = estimatePythonCapture(this.process.pid);
    requireSafe(estimate);
    const program = await captureProgram(this.agentFolder);
    const begun = performance.now();
    this.#gil ??= findGil(this.process.pid); // the main interpreter's stays where it is
    const gil = this.#gil && gilWords(this.#gil);
    const child = await forkCaptureChild(this.agent.link, this.agent.reception, gil, signal);
    try {
      await captureStream(child.guest, program, sink, signal, estimate.rss);
    } finally {
      await child.end();
    }
    return { pause: child.pause, duration: performance.now() - begun };
  }

  async #leave(): Promise<void> {
    clearInterval(this.#timer);
    this.#losing.silence();
    this.#ending.abort();
    await this.#capturing;
    await this.agent.leave();
  }

  #lost(): void {
    clearInterval(this.#timer);
    if (this.#detached) return;
    this.#losing.lose();
    this.agent.leave().catch(() => undefined);
  }

  async #look(): Promise<void> {
    const status = await readTargetStatus(this.process.pid);
    const here = status && status.state !== 'Z' && status.state !== 'X';
    if (!here || (this.process.startTime > 0 && status.startTime !== this.process.startTime))
      this.agent.link.close();
  }
}
