import { columnU32 } from '../base/column-memory.js';
import { UNWATCHED, type Watch } from '../base/watch.js';
import type { HeapGraph } from '../model/heap-graph.js';
import { poll } from './poll.js';

export interface Retainers {
  readonly firstRetainer: Uint32Array;
  readonly retainerNode: Uint32Array;
  readonly retainerEdge: Uint32Array;
}

/** Incoming edges in rows, each node's in the order of the nodes that they come from: a counting sort by target. */
export function retainersOf(
  { nodeCount, edgeCount, firstEdge, edgeTarget }: HeapGraph,
  watch: Watch = UNWATCHED,
): Retainers {
  const firstRetainer = columnU32(nodeCount + 1);
  const retainerNode = columnU32(edgeCount);
  const retainerEdge = columnU32(edgeCount);
  for (let edge = 0; edge < edgeCount; edge++) firstRetainer[edgeTarget[edge] + 1]++;
  for (let node = 0; node < nodeCount; node++) firstRetainer[node + 1] += firstRetainer[node];
  const next = firstRetainer.slice(0, nodeCount);
  for (let node = 0; node < nodeCount; node++) {
    poll(watch, node, nodeCount, 'retainers');
    for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
      const row = next[edgeTarget[edge]]++;
      retainerNode[row] = node;
      retainerEdge[row] = edge;
    }
  }
  return { firstRetainer, retainerNode, retainerEdge };
}
