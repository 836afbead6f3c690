import { Failure, saying } from '../../../shared/base/failure.js';
import { within } from '../time-limit.js';
import { showBuilding } from './building-progress.js';
import { BUN_SNAPSHOT, NEXT_PIECE } from './bun-programs.js';
import { CAPTURE_LIMIT, type Capture, type TakenCapture } from './capture.js';
import { OVER_WIRE } from './capture-forecast.js';
import { callOn, type DevtoolsLink, evaluateHandle } from './devtools-link.js';
import { PeakMemory } from './peak-memory.js';

const PIECE = 1 << 20;

/**
 * A snapshot of Bun in V8's format over its inspector, where no pipe leads to it: the target holds the bytes, and we ask
 * for the next piece when the sink has taken the last. It stands still only while it builds them.
 */
export async function captureInPieces({
  pid,
  link,
  sink,
  expected,
  signal,
}: Capture & { readonly link: DevtoolsLink }): Promise<TakenCapture> {
  const began = performance.now();
  const memory = new PeakMemory(pid);
  const told = showBuilding({ sink, expected });
  const options = { limit: CAPTURE_LIMIT, signal };
  let bytes = 0;
  try {
    const held = await evaluateHandle(link, BUN_SNAPSHOT, options);
    const pause = performance.now() - began;
    told.stop();
    try {
      for (;;) {
        const text = await callOn<string>(link, held, NEXT_PIECE, [bytes, PIECE], options);
        const piece = Buffer.from(String(text), 'base64');
        if (piece.length === 0) break;
        bytes += piece.length;
        await within(sink.write(piece), CAPTURE_LIMIT, () => new Error('the sink takes nothing'), signal);
        sink.progress?.(Math.min(0.99, bytes / expected.fileSize), 'reading the snapshot');
      }
    } finally {
      await callOn(link, held, 'function () { this.bytes = undefined; }', [], { limit: 1000 }).catch(
        () => undefined,
      );
    }
    const duration = performance.now() - began;
    return { pause, duration, extraMemory: memory.stop(), bytes, method: OVER_WIRE };
  } catch (error) {
    if (!(error instanceof Failure && error.code === 'target-lost')) throw error;
    throw new Failure(
      'snapshot-interrupted',
      `The snapshot broke off after ${Math.round(bytes / 1e6)} MB: ${saying(error)}`,
      'What was read is not a whole snapshot; take another.',
    );
  } finally {
    told.stop();
    memory.stop();
  }
}
