import { z } from 'zod';
import { Failure } from '../../../shared/base/failure.js';
import type { CaptureCost, CaptureEstimate } from '../../../shared/model/preflight.js';
import type { ProcessInfo } from '../../../shared/model/process.js';
import type { Reading } from '../../../shared/model/series.js';
import type { GcEvent } from '../../../shared/model/session.js';
import type { Attachment, CaptureOptions, HeapSink } from '../driver.js';
import { Losing } from '../losing.js';
import { makePrivateDirectory, type PrivateDirectory } from '../private-directory.js';
import { rootOf } from '../root-of.js';
import { requireRunning } from '../target-status.js';
import { captureInPieces } from './bun-capture.js';
import { bunInspectorUrl } from './bun-inspector.js';
import { BUN_SAMPLER } from './bun-programs.js';
import { BUN_RATES, CaptureForecast, type HeapSize } from './capture-forecast.js';
import { type DevtoolsLink, evaluate } from './devtools-link.js';
import { captureThroughFifo } from './fifo-capture.js';
import { GcLog } from './gc-log.js';
import { type Inside, throughWire } from './inside.js';
import { requireReachable } from './inspector-finding.js';
import { FREE_MEMORY, IDENTIFY, type Identity } from './target-programs.js';
import { webkitLink } from './webkit-link.js';
import { connectWebkit } from './webkit-wire.js';

const SAMPLE_LIMIT = 5000;
const COLLECT_LIMIT = 20_000;
const ENTER_LIMIT = 10_000;

/** Enters a Bun process whose inspector is open; it is never signalled, for SIGUSR1 would end it. */
export async function attachBun(process: ProcessInfo, signal: AbortSignal): Promise<Attachment> {
  const status = await requireRunning(process);
  await requireReachable(status.pid);
  const wire = await connectWebkit(await bunInspectorUrl(status.pid, signal), signal);
  const directory = await makePrivateDirectory(status).catch(() => undefined);
  try {
    const attachment = await bunOver(process, wire, signal, directory);
    if (attachment.identity.pid === status.innerPid) return attachment;
    throw new Failure(
      'wrong-process',
      `The inspector found for process ${status.pid} answers for process ${attachment.identity.pid}.`,
      'Refresh the list of processes and try again.',
    );
  } catch (error) {
    await wire.close();
    await directory?.remove();
    throw error;
  }
}

/** Enters what answers there as Bun. Its inspector was open before, and stays. */
export async function attachBunAt(
  process: ProcessInfo,
  url: string,
  signal: AbortSignal,
): Promise<Attachment> {
  const wire = await connectWebkit(url, signal);
  try {
    return await bunOver(process, wire, signal);
  } catch (error) {
    await wire.close();
    throw error;
  }
}

async function bunOver(
  process: ProcessInfo,
  wire: DevtoolsLink,
  signal: AbortSignal,
  directory?: PrivateDirectory,
): Promise<BunAttachment> {
  const identity = await evaluate<Identity>(webkitLink(wire), IDENTIFY, { limit: ENTER_LIMIT, signal });
  const attachment = new BunAttachment(process, identity, wire, directory);
  // Tells of collections from now on; it ends with the connection.
  await wire.send('Heap.enable', {}, { limit: ENTER_LIMIT, signal });
  return attachment;
}

const collection = z.object({
  collection: z.object({ type: z.string().max(40), startTime: z.number(), endTime: z.number() }),
});

/** Bun's one main thread, over WebKit's protocol. Workers have no inspector there. */
class BunAttachment implements Attachment {
  readonly version?: string;
  readonly root: string | undefined;
  readonly #inside: Inside;
  readonly #gc = new GcLog();
  readonly #losing: Losing;
  readonly #forecast: CaptureForecast;
  #detached = false;

  constructor(
    readonly process: ProcessInfo,
    readonly identity: Identity,
    wire: DevtoolsLink,
    private readonly directory: PrivateDirectory | undefined,
  ) {
    this.version = identity.bun;
    this.root = process.address === undefined ? rootOf(process.pid) : undefined;
    this.#inside = throughWire(webkitLink(wire), false, { program: BUN_SAMPLER, now: wallClock });
    this.#forecast = new CaptureForecast(process.pid, directory ? 'fifo' : 'wire', undefined, BUN_RATES);
    this.#losing = new Losing(process, 'the connection broke; the process is still there');
    wire.onEvent((method, params) => {
      const found = method === 'Heap.garbageCollected' ? collection.safeParse(params).data : undefined;
      if (!found) return;
      // Seconds of a clock of the inspector's own; the event comes right after the end.
      const { type, startTime, endTime } = found.collection;
      this.#gc.take(endTime * 1000, [[startTime * 1000, type, (endTime - startTime) * 1000]]);
    });
    wire.onClose(() => {
      if (this.#detached) return;
      void this.directory?.remove();
      this.#losing.lose();
    });
  }

  async sample(signal: AbortSignal): Promise<Reading> {
    return (await this.#inside.sample({ limit: SAMPLE_LIMIT, signal })).reading;
  }

  takeGcEvents(): readonly GcEvent[] {
    return this.#gc.drain();
  }

  async collectGarbage(signal: AbortSignal): Promise<void> {
    await this.#inside.devtools.send('HeapProfiler.collectGarbage', {}, { limit: COLLECT_LIMIT, signal });
  }

  async estimateCapture(signal: AbortSignal): Promise<CaptureEstimate> {
    return this.#forecast.estimate(await this.#heapSize(signal));
  }

  async captureHeap(sink: HeapSink, signal: AbortSignal, options: CaptureOptions = {}): Promise<CaptureCost> {
    if (options.numericValues || options.internals)
      throw new Failure(
        'cannot',
        'Bun puts no numeric values into a snapshot, and shows its internals always.',
        'Take a plain one.',
      );
    const size = await this.#heapSize(signal);
    const { directory } = this;
    const inside = this.#inside;
    const capture = { pid: this.process.pid, sink, expected: this.#forecast.estimate(size), signal };
    const taken =
      (directory && (await captureThroughFifo({ ...capture, inside, directory }))) ??
      (await captureInPieces({ ...capture, link: inside.devtools }));
    this.#forecast.learn(size, taken.bytes, taken);
    return taken;
  }

  onLost(listener: (reason: string) => void): void {
    this.#losing.listen(listener);
  }

  async detach(): Promise<void> {
    if (this.#detached) return;
    this.#detached = true;
    this.#losing.silence();
    await this.#inside.leave();
    await this.directory?.remove();
  }

  async #heapSize(signal: AbortSignal): Promise<HeapSize> {
    const { reading } = await this.#inside.sample({ limit: SAMPLE_LIMIT, signal });
    const used = reading['heap.used'] ?? 0;
    // What JavaScriptCore counts with its objects and lies outside: no nodes.
    const large = Math.min(used, reading['external'] ?? 0);
    if (this.process.address === undefined) return { used, large };
    const free = await evaluate<unknown>(this.#inside.devtools, FREE_MEMORY, { limit: SAMPLE_LIMIT, signal });
    return typeof free === 'number' ? { used, large, free } : { used, large };
  }
}

/** ms, as the target reads it too. */
const wallClock = (): number => performance.timeOrigin + performance.now();
