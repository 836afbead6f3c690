import { UNWATCHED, type Watch } from '../base/watch.js';
import { EdgeType, type HeapGraph } from '../model/heap-graph.js';
import { type Ephemerons, ephemeronsOf } from './ephemerons.js';
import type { NodeSet } from './node-set.js';
import { pageObjects } from './page-objects.js';
import { poll } from './poll.js';

/**
 * Whether an edge keeps its target alive, by DevTools' rules: not weak, not to itself; of a WeakMap's entry only the
 * edge from the key; a shortcut only from the root; none from outside the program to the program's `own`.
 */
export function keepsAlive(
  { firstEdge, edgeType, edgeTarget, edgeName, id, producer }: HeapGraph,
  own: NodeSet,
  { isPair, pairs }: Ephemerons,
): (node: number, edge: number) => boolean {
  const pairType = producer === 'v8' && pairs.size > 0 ? EdgeType.internal : -1;
  return (node, edge) => {
    const type = edgeType[edge];
    const target = edgeTarget[edge];
    if (type === EdgeType.weak || target === node) return false;
    if (edge < firstEdge[1]) return true;
    if (type === EdgeType.shortcut || (!own.has(node) && own.has(target))) return false;
    if (type !== pairType || isPair[edgeName[edge]] === 0) return true;
    return pairs.get(edgeName[edge])?.table !== id[node];
  };
}

/** 1 for each edge that keeps its target alive. */
export function essentialEdges(
  graph: HeapGraph,
  ephemerons: Ephemerons = ephemeronsOf(graph.strings),
  watch: Watch = UNWATCHED,
): Uint8Array {
  const { nodeCount, edgeCount, firstEdge } = graph;
  const essential = new Uint8Array(edgeCount);
  const counts = keepsAlive(graph, pageObjects(graph, watch), ephemerons);
  for (let node = 0; node < nodeCount; node++) {
    poll(watch, node, nodeCount, 'edges that keep alive');
    for (let edge = firstEdge[node], end = firstEdge[node + 1]; edge < end; edge++) {
      poll(watch, edge, 0, 'edges that keep alive');
      if (counts(node, edge)) essential[edge] = 1;
    }
  }
  return essential;
}
