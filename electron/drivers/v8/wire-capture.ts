import { Failure, saying } from '../../../shared/base/failure.js';
import type { CaptureOptions } from '../driver.js';
import { showBuilding } from './building-progress.js';
import { CAPTURE_LIMIT, type Capture, type TakenCapture } from './capture.js';
import { OVER_WIRE } from './capture-forecast.js';
import type { DevtoolsLink } from './devtools-link.js';
import { PeakMemory } from './peak-memory.js';
import type { Wire } from './wire.js';

const extrasOf = ({ numericValues, internals }: CaptureOptions): object => ({
  ...(numericValues && { captureNumericValue: true }),
  ...(internals && { exposeInternals: true }),
});

/** What makes V8 send a snapshot; the second one with stacks and times, ending the tracking of allocations. */
export type CaptureRequest = 'HeapProfiler.takeHeapSnapshot' | 'HeapProfiler.stopTrackingHeapObjects';

const SNAPSHOT: CaptureRequest = 'HeapProfiler.takeHeapSnapshot';

/** Chunks that may wait for the sink before the socket is left unread; V8 makes them of 100 KB. */
const MOST_WAITING = 64;

/**
 * A snapshot by HeapProfiler events. The protocol cannot hold the target back: what we do not read stays in
 * the socket's buffers and then in the target, so the sink's slowness costs the target memory, never us.
 */
export async function captureOverWire({
  pid,
  link,
  sink,
  expected,
  signal,
  request = SNAPSHOT,
  options = {},
}: Capture & {
  readonly link: DevtoolsLink & Partial<Pick<Wire, 'pause' | 'resume'>>;
  readonly request?: CaptureRequest;
}): Promise<TakenCapture> {
  const began = performance.now();
  const memory = new PeakMemory(pid);
  const encoder = new TextEncoder();
  let taken = 0;
  let waiting = 0;
  let open = true;
  let last: Promise<void> = Promise.resolve();
  let failed: unknown;

  const told = link.runsInside ? showBuilding({ sink, expected }) : undefined;
  const unlisten = link.onEvent((method, params) => {
    if (!open) return;
    if (method === 'HeapProfiler.reportHeapSnapshotProgress') {
      const total = Number(params['total']);
      sink.progress?.(
        total > 0 ? Math.min(1, Number(params['done']) / total) : undefined,
        'the target builds it',
      );
    }
    if (method !== 'HeapProfiler.addHeapSnapshotChunk') return;
    told?.stop();
    const chunk = encoder.encode(String(params['chunk']));
    taken += chunk.length;
    if (++waiting > MOST_WAITING) link.pause?.();
    last = last
      .then(() => (failed || !open ? undefined : sink.write(chunk)))
      .catch((error: unknown) => {
        failed ??= error;
      })
      .finally(() => {
        if (--waiting <= MOST_WAITING / 2) link.resume?.();
      });
    sink.progress?.(Math.min(0.99, taken / expected.fileSize), 'reading the snapshot');
  });

  try {
    await link.send(
      request,
      { reportProgress: !link.runsInside, ...extrasOf(options) },
      { limit: CAPTURE_LIMIT, signal },
    );
    const pause = performance.now() - began;
    await last;
    if (failed) throw failed;
    const duration = performance.now() - began;
    return { pause, duration, extraMemory: memory.stop(), bytes: taken, method: OVER_WIRE };
  } catch (error) {
    if (error === failed || (error instanceof Failure && error.code !== 'target-lost')) throw error;
    throw new Failure(
      'snapshot-interrupted',
      `The snapshot broke off after ${Math.round(taken / 1e6)} MB: ${saying(error)}`,
      'What was read is not a whole snapshot; take another.',
    );
  } finally {
    open = false;
    told?.stop();
    unlisten();
    memory.stop();
    link.resume?.();
  }
}
