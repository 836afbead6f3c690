import type { Attachment, HeapSink } from '../../electron/drivers/driver.js';
import type { CaptureCost } from '../../shared/model/preflight.js';

export interface CollectedSnapshot {
  readonly cost: CaptureCost;
  readonly bytes: number;
  /** Node ids of the objects of a class, sorted. */
  idsOf(className: string): readonly number[];
}

interface HeapSnapshotFile {
  readonly snapshot: { readonly meta: { readonly node_fields: string[]; readonly node_types: [string[]] } };
  readonly nodes: number[];
  readonly strings: string[];
}

/** Takes a snapshot as a recorder would, and reads it by the plainest means. */
export async function collectSnapshot(
  attachment: Attachment,
  signal: AbortSignal,
  progress: NonNullable<HeapSink['progress']> = () => undefined,
): Promise<CollectedSnapshot> {
  const chunks: Uint8Array[] = [];
  if (!attachment.captureHeap) throw new Error('this attachment takes no snapshots');
  const cost = await attachment.captureHeap(
    { write: async (chunk) => void chunks.push(chunk.slice()), progress },
    signal,
  );
  const text = Buffer.concat(chunks);
  const { snapshot, nodes, strings } = JSON.parse(text.toString()) as HeapSnapshotFile;
  const fields = snapshot.meta.node_fields;
  const [type, name, id] = ['type', 'name', 'id'].map((field) => fields.indexOf(field));
  const object = snapshot.meta.node_types[0].indexOf('object');
  return {
    cost,
    bytes: text.length,
    idsOf(className) {
      const ids: number[] = [];
      for (let at = 0; at < nodes.length; at += fields.length) {
        if (nodes[at + type] === object && strings[nodes[at + name]] === className) ids.push(nodes[at + id]);
      }
      return ids.sort((a, b) => a - b);
    },
  };
}
