import { type SessionId, snapshotId } from '../../shared/base/brand.js';
import type { Call } from '../../shared/base/call.js';
import type { HeapEngine } from '../engine/heap-engine.js';
import { abortSignal } from './abort-signal.js';
import { fileSession } from './file-session.js';
import type { Entry } from './session-entry.js';

/** A snapshot file that stands alone, shown as a session with one target, one snapshot and no samples. */
export async function openHeapFile(
  engine: HeapEngine,
  id: SessionId,
  path: string,
  call?: Call,
): Promise<Entry> {
  const load = (snapshot = snapshotId(`${id}/1`), use = call) =>
    engine.loadFile(snapshot, path, { signal: abortSignal(use?.signal), onProgress: use?.onProgress });
  const { producer, nodes, edges, totalSize: bytes } = await load();
  const tracked = await engine.heapAllocations(snapshotId(`${id}/1`));
  return fileSession(
    id,
    path,
    {
      what: 'snapshot',
      runtime: { kind: producer, flavour: producer },
      snapshots: [{ id: 1, target: 1, at: 0, nodes, edges, bytes, pause: 0 }],
      profiles: tracked ? [tracked] : [],
      forMarks: 'Record a session to have marks.',
    },
    (_, snapshot, __, use) => load(snapshot, use),
  );
}
