import type { SnapshotSummary, Timings } from '../../../shared/api/snapshots.js';
import type { HeapIndex } from '../../../shared/model/heap-index.js';

/** What the list of snapshots shows. `totalSize` is what the root retains, as DevTools counts it. */
export function summaryOf({ graph, retainedSize }: HeapIndex, timings: Timings): SnapshotSummary {
  return {
    producer: graph.producer,
    nodes: graph.nodeCount,
    edges: graph.edgeCount,
    totalSize: retainedSize[0] + (graph.extraNativeBytes ?? 0),
    timings,
    ...(graph.partial !== undefined && { partial: graph.partial }),
  };
}
