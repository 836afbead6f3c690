import type { SnapshotId } from '../../shared/base/brand.js';
import { Failure } from '../../shared/base/failure.js';
import type { CaptureCost } from '../../shared/model/preflight.js';
import type { SnapshotInfo } from '../../shared/model/session.js';
import type { Attachment, CaptureOptions } from '../drivers/driver.js';
import type { EngineCall, HeapEngine, Intake } from '../engine/heap-engine.js';
import type { SnapshotWriter } from '../store/session-store.js';

export interface SnapshotWay {
  readonly attachment: Pick<Attachment, 'captureHeap' | 'estimateCapture'>;
  readonly engine: HeapEngine;
  readonly options?: CaptureOptions;
  begin(): SnapshotWriter;
  snapshotId(number: number): SnapshotId;
}

/**
 * From the target through the engine into the file. What fails on the way leaves neither rows nor a snapshot
 * in the engine. Throws a Failure: the driver's, the engine's, the store's, `no-snapshot`, `no-headroom`, `cancelled`.
 */
export async function takeSnapshot(
  { attachment, engine, begin, snapshotId, options }: SnapshotWay,
  signal: AbortSignal,
  onProgress: EngineCall['onProgress'],
): Promise<{ snapshot: SnapshotInfo; cost: CaptureCost }> {
  const { captureHeap } = attachment;
  if (!captureHeap)
    throw new Failure('no-snapshot', 'This target cannot give a heap snapshot.', 'Watch its system figures.');
  throwIfCancelled(signal);
  await refuseUnsafe(attachment, options, signal);

  const writer = begin();
  const id = snapshotId(writer.id);
  const call = { signal, onProgress };
  let intake: Intake | undefined;
  try {
    intake = engine.intake(id, call);
    const open = intake;
    const cost = await captureHeap.call(
      attachment,
      {
        // The engine copies what it is given.
        borrows: true,
        write: (chunk) => open.write(chunk),
        progress: (done, phase) => onProgress?.({ done, phase }),
      },
      signal,
      options,
    );
    const { nodes, edges, totalSize } = await open.end();
    intake = undefined;
    await engine.storeColumns(
      id,
      async ({ column, part, data }) => {
        throwIfCancelled(signal);
        writer.column(column, part, data);
      },
      call,
    );
    const snapshot = writer.finish({ nodes, edges, bytes: totalSize, pause: cost.pause });
    return { snapshot, cost };
  } catch (error) {
    intake?.abort();
    if (engine.has(id)) engine.drop(id);
    discard(writer);
    throw signal.aborted ? cancelled() : error;
  }
}

async function refuseUnsafe(
  attachment: SnapshotWay['attachment'],
  options: CaptureOptions | undefined,
  signal: AbortSignal,
): Promise<void> {
  const estimate = await attachment.estimateCapture?.(signal, options).catch((error: unknown) => {
    throw signal.aborted ? cancelled() : error;
  });
  if (!estimate || estimate.safe) return;
  throw new Failure(
    'no-headroom',
    estimate.refusal ?? 'A snapshot would need more memory than there is left.',
    estimate.refusal ? undefined : 'Free memory, or raise the limit of its container.',
  );
}

/** On a full disk even this can fail: then its rows stay, unfinished, and no reader shows them. */
function discard(writer: SnapshotWriter): void {
  try {
    writer.discard();
  } catch {
    // Said above by what failed first.
  }
}

const cancelled = (): Failure => new Failure('cancelled', 'It was cancelled.');

function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw cancelled();
}
