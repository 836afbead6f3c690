import { UNWATCHED, type Watch } from '../base/watch.js';
import { EdgeType, type HeapGraph } from '../model/heap-graph.js';
import { type Ephemerons, ephemeronsOf } from './ephemerons.js';
import { pageObjects } from './page-objects.js';
import { poll } from './poll.js';

/**
 * 1 for each edge that keeps its target alive, by DevTools' rules: not weak, not to itself; of a WeakMap's entry
 * only the edge from the key; a shortcut only from the root; none from outside the program to the program's own.
 */
export function essentialEdges(
  graph: HeapGraph,
  ephemerons: Ephemerons = ephemeronsOf(graph.strings),
  watch: Watch = UNWATCHED,
): Uint8Array {
  const { nodeCount, edgeCount, firstEdge, edgeType, edgeTarget, edgeName, id, producer } = graph;
  const { isPair, pairs } = ephemerons;
  const essential = new Uint8Array(edgeCount);
  const v8 = producer === 'v8';
  const own = v8 ? pageObjects(graph) : new Uint8Array(nodeCount);
  for (let edge = firstEdge[0]; edge < firstEdge[1]; edge++)
    if (edgeType[edge] !== EdgeType.weak && edgeTarget[edge] !== 0) essential[edge] = 1;
  for (let node = 1; node < nodeCount; node++) {
    poll(watch, node, nodeCount, 'edges that keep alive');
    const outside = own[node] === 0;
    for (let edge = firstEdge[node], end = firstEdge[node + 1]; edge < end; edge++) {
      const type = edgeType[edge];
      const target = edgeTarget[edge];
      if (type === EdgeType.weak || type === EdgeType.shortcut || target === node) continue;
      if (outside && own[target] === 1) continue;
      if (v8 && type === EdgeType.internal && isPair[edgeName[edge]] === 1)
        if (pairs.get(edgeName[edge])?.table === id[node]) continue;
      essential[edge] = 1;
    }
  }
  return essential;
}
