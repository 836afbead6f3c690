import type { HeapEngine } from '../../electron/engine/heap-engine.js';
import type { SessionWriter } from '../../electron/store/session-store.js';
import { snapshotId } from '../../shared/base/brand.js';

/** Puts a heap that was drawn into a session, as a snapshot that was taken at `at`, ms. */
export async function drawnSnapshot(
  writer: SessionWriter,
  engine: HeapEngine,
  target: number,
  at: number,
  chunks: Iterable<Uint8Array>,
): Promise<void> {
  const part = writer.beginSnapshot(target, at);
  const id = snapshotId(`drawn/${writer.path}/${part.id}`);
  const intake = engine.intake(id);
  for (const chunk of chunks) await intake.write(chunk);
  const { nodes, edges, totalSize } = await intake.end();
  await engine.storeColumns(id, async ({ column, part: number, data }) => part.column(column, number, data));
  part.finish({ nodes, edges, bytes: totalSize, pause: 41 });
  engine.drop(id);
}
