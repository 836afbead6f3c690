import { columnU32 } from '../../base/column-memory.js';
import type { ByteStrings } from '../../model/byte-strings.js';
import type { HeapGraph } from '../../model/heap-graph.js';
import type { PythonHeapMeta } from '../../model/python-heap-stream.js';
import type { PythonHeapColumns } from './python-heap-columns.js';

/** Turns slots into rows, drops references to what no record describes, and narrows what fits. */
export function assemblePythonGraph(
  columns: PythonHeapColumns,
  strings: ByteStrings,
  meta: PythonHeapMeta | undefined,
  partial: boolean,
): HeapGraph {
  const { nodes, edgeType, edgeName, edgeSlot, slotRow } = columns;
  const firstEdge = columnU32(nodes + 1);
  let came = 0;
  let kept = 0;
  for (let node = 0; node < nodes; node++) {
    firstEdge[node] = kept;
    // Edges come in the order of their nodes.
    for (const end = came + columns.edgeCount[node]; came < end; came++) {
      const row = slotRow[edgeSlot[came]];
      if (row === 0) continue;
      edgeType[kept] = edgeType[came];
      edgeName[kept] = edgeName[came];
      edgeSlot[kept] = row - 1;
      kept++;
    }
  }
  firstEdge[nodes] = kept;
  return {
    producer: 'cpython',
    nodeCount: nodes,
    edgeCount: kept,
    nodeType: columns.nodeType.subarray(0, nodes),
    name: columns.name.subarray(0, nodes),
    id: columns.id.subarray(0, nodes),
    selfSize: narrowed(columns.selfSize.subarray(0, nodes)),
    refCount: columns.refCount.subarray(0, nodes),
    flags: columns.flags.subarray(0, nodes),
    firstEdge,
    edgeType: edgeType.subarray(0, kept),
    edgeName: edgeName.subarray(0, kept),
    edgeTarget: edgeSlot.subarray(0, kept),
    strings,
    ...(meta && { python: meta }),
    ...(columns.edges > kept && { droppedEdges: columns.edges - kept }),
    ...(partial && { partial: 'the stream ended before its end' }),
  };
}

function narrowed(sizes: Float64Array): Uint32Array | Float64Array {
  for (let node = 0; node < sizes.length; node++) if (sizes[node] > 0xffff_ffff) return sizes;
  const narrow = columnU32(sizes.length);
  narrow.set(sizes);
  return narrow;
}
