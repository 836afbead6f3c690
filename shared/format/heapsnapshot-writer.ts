import { stopIfCancelled, UNWATCHED, type Watch } from '../base/watch.js';
import { byteStrings } from '../model/byte-strings.js';
import type { HeapGraph } from '../model/heap-graph.js';
import { exportIds } from './export-ids.js';
import { heapSnapshotHeader } from './heapsnapshot-header.js';
import { traceSections } from './heapsnapshot-traces.js';
import { JsonBytes } from './json-bytes.js';

const ROWS_A_LOOK = 1 << 16;

/**
 * Writes a graph as a `.heapsnapshot` that Chrome DevTools, memlab and Leakscope open. Chunks come one after
 * the other and are used again: take each before returning. CPython's addresses are narrowed, see `exportIds`.
 */
export function writeHeapSnapshot(
  graph: HeapGraph,
  sink: (chunk: Uint8Array) => void,
  watch: Watch = UNWATCHED,
): void {
  const out = new JsonBytes(sink);
  out.text('{"snapshot":');
  out.text(JSON.stringify(heapSnapshotHeader(graph)));
  out.text(',\n"nodes":[');
  nodes(graph, out, watch);
  out.text('],\n"edges":[');
  edges(graph, out, watch);
  out.text('],\n');
  traceSections(graph, out);
  strings(graph, out, watch);
  out.text(']}\n');
  out.flush();
}

function nodes(graph: HeapGraph, out: JsonBytes, watch: Watch): void {
  const { nodeCount, nodeType, name, selfSize, firstEdge, traceNode, detachedness } = graph;
  const id = exportIds(graph);
  for (let node = 0; node < nodeCount; node++) {
    if (node % ROWS_A_LOOK === 0) look(watch, (0.25 * node) / nodeCount, 'writing nodes');
    if (node > 0) out.byte(44);
    out.number(nodeType[node]);
    out.byte(44);
    out.number(name[node]);
    out.byte(44);
    out.number(id[node]);
    out.byte(44);
    out.number(selfSize[node]);
    out.byte(44);
    out.number(firstEdge[node + 1] - firstEdge[node]);
    if (traceNode) {
      out.byte(44);
      out.number(traceNode[node]);
    }
    if (detachedness) {
      out.byte(44);
      out.number(detachedness[node]);
    }
    out.byte(10);
  }
}

function edges(graph: HeapGraph, out: JsonBytes, watch: Watch): void {
  const { edgeCount, edgeType, edgeName, edgeTarget } = graph;
  const perNode = heapSnapshotHeader(graph).meta.node_fields.length;
  for (let edge = 0; edge < edgeCount; edge++) {
    if (edge % ROWS_A_LOOK === 0) look(watch, 0.25 + (0.65 * edge) / edgeCount, 'writing edges');
    if (edge > 0) out.byte(44);
    out.number(edgeType[edge]);
    out.byte(44);
    out.number(edgeName[edge]);
    out.byte(44);
    out.number(edgeTarget[edge] * perNode);
    out.byte(10);
  }
}

function strings(graph: HeapGraph, out: JsonBytes, watch: Watch): void {
  const { bytes, starts, length } = byteStrings(graph.strings);
  out.text('"strings":[');
  for (let row = 0; row < length; row++) {
    if (row % ROWS_A_LOOK === 0) look(watch, 0.9 + (0.1 * row) / length, 'writing strings');
    if (row > 0) out.text(',\n');
    out.string(bytes, starts[row], starts[row + 1]);
  }
}

function look(watch: Watch, done: number, phase: string): void {
  stopIfCancelled(watch);
  watch.progress(done, phase);
}
