import { columnU32 } from '../../base/column-memory.js';
import type { ByteStrings } from '../../model/byte-strings.js';
import { EdgeType, type HeapGraph } from '../../model/heap-graph.js';
import { PYTHON_HEAP_GROUPS, type PythonHeapMeta } from '../../model/python-heap-stream.js';
import type { PythonHeapColumns } from './python-heap-columns.js';
import { settleRootless } from './settle-rootless.js';

/** Turns slots into rows, drops references to what no record describes, and narrows what fits. */
export function assemblePythonGraph(
  columns: PythonHeapColumns,
  strings: ByteStrings,
  meta: PythonHeapMeta | undefined,
  partial: boolean,
): HeapGraph {
  const { edgeType, edgeName, edgeSlot, slotRow } = columns;
  const sent = columns.nodes;
  const firstEdge = columnU32(sent + 1);
  let came = 0;
  let kept = 0;
  for (let node = 0; node < sent; node++) {
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
  firstEdge[sent] = kept;
  const droppedEdges = columns.edges - kept;
  columns.edges = kept;
  const { own, ...told } = meta ?? {};
  if (own) leaveOutOwn(columns, firstEdge, own);
  const { nodes, edges } = columns;
  return {
    producer: 'cpython',
    nodeCount: nodes,
    edgeCount: edges,
    nodeType: columns.nodeType.subarray(0, nodes),
    name: columns.name.subarray(0, nodes),
    id: columns.id.subarray(0, nodes),
    selfSize: narrowed(columns.selfSize.subarray(0, nodes)),
    refCount: columns.refCount.subarray(0, nodes),
    flags: columns.flags.subarray(0, nodes),
    firstEdge: firstEdge.subarray(0, nodes + 1),
    edgeType: columns.edgeType.subarray(0, edges),
    edgeName: columns.edgeName.subarray(0, edges),
    edgeTarget: columns.edgeSlot.subarray(0, edges),
    strings,
    ...(meta && { python: told as PythonHeapMeta }),
    ...(droppedEdges > 0 && { droppedEdges }),
    ...(partial && { partial: 'the stream ended before its end' }),
  };
}

/**
 * Takes out, in place, what is the agent's, and gives the groups of what no root reaches their references: these two
 * come last in a stream, so that their references go behind all others.
 */
function leaveOutOwn(columns: PythonHeapColumns, firstEdge: Uint32Array, own: readonly number[]): void {
  const { nodes, nodeType, flags, refCount, edgeType, edgeSlot } = columns;
  const seeds = own.map((id) => columns.rowOf(id)).filter((row) => row >= 0);
  const settled = settleRootless(
    { nodes, nodeType, flags, refCount, firstEdge, edgeType, edgeTarget: edgeSlot },
    seeds,
  );
  const rows = renumbered(settled.kept);
  let edge = 0;
  for (let from = 0; from < nodes; from++) {
    // A row moves towards the start or stays, so what is read here was not written yet.
    const begin = firstEdge[from];
    const end = firstEdge[from + 1];
    if (settled.kept[from] === 0) continue;
    const to = rows[from];
    columns.moveNode(from, to);
    firstEdge[to] = edge;
    for (let old = begin; old < end; old++) {
      if (settled.kept[edgeSlot[old]] === 0) continue; // a weak reference to what is left out
      edgeType[edge] = edgeType[old];
      columns.edgeName[edge] = columns.edgeName[old];
      edgeSlot[edge] = rows[edgeSlot[old]];
      edge++;
    }
  }
  columns.nodes = rows[nodes];
  firstEdge[columns.nodes] = edge;
  columns.edges = edge;
  addReferences(columns, firstEdge, PYTHON_HEAP_GROUPS.heldByC, settled.held, rows);
  addReferences(columns, firstEdge, PYTHON_HEAP_GROUPS.unreachable, settled.entries, rows);
}

/** New row of each row that is kept, and at the end how many these are. */
function renumbered(kept: Uint8Array): Uint32Array {
  const rows = new Uint32Array(kept.length + 1);
  let next = 0;
  for (let row = 0; row < kept.length; row++) {
    rows[row] = next;
    if (kept[row] !== 0) next++;
  }
  rows[kept.length] = next;
  return rows;
}

/** To the group with that id, which must be one of the last two nodes. */
function addReferences(
  columns: PythonHeapColumns,
  firstEdge: Uint32Array,
  group: number,
  targets: Uint32Array,
  rows: Uint32Array,
): void {
  for (let node = columns.nodes - 1; node >= Math.max(1, columns.nodes - 2); node--) {
    if (columns.id[node] !== group) continue;
    const last = node === columns.nodes - 1;
    if (!last && firstEdge[node + 2] !== firstEdge[node + 1]) return; // the one behind has been given its own
    for (let place = 0; place < targets.length; place++)
      columns.pushEdge(EdgeType.hidden, place, rows[targets[place]]);
    for (let behind = node + 1; behind <= columns.nodes; behind++) firstEdge[behind] = columns.edges;
    return;
  }
}

function narrowed(sizes: Float64Array): Uint32Array | Float64Array {
  for (let node = 0; node < sizes.length; node++) if (sizes[node] > 0xffff_ffff) return sizes;
  const narrow = columnU32(sizes.length);
  narrow.set(sizes);
  return narrow;
}
