import { EdgeType, type HeapGraph } from '../model/heap-graph.js';
import { ephemeronEdge } from './ephemerons.js';
import { pageObjects } from './page-objects.js';

/**
 * 1 for each edge that keeps its target alive, by DevTools' rules: not weak, not to itself; of a WeakMap's entry
 * only the edge from the key; a shortcut only from the root; none from outside the program to the program's own.
 */
export function essentialEdges(graph: HeapGraph): Uint8Array {
  const { nodeCount, firstEdge, edgeType, edgeTarget, edgeName, id, strings } = graph;
  const essential = new Uint8Array(graph.edgeCount);
  const own = graph.producer === 'v8' ? pageObjects(graph) : undefined;
  const ephemeron = new Map<number, ReturnType<typeof ephemeronEdge>>();
  const pair = (row: number) => {
    if (!ephemeron.has(row)) ephemeron.set(row, ephemeronEdge(strings.at(row)));
    return ephemeron.get(row);
  };
  const mayBePair = graph.producer === 'v8' ? pairNames(graph) : undefined;
  for (let node = 0; node < nodeCount; node++) {
    for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
      const type = edgeType[edge];
      const target = edgeTarget[edge];
      if (type === EdgeType.weak || target === node) continue;
      if (node !== 0) {
        if (type === EdgeType.shortcut) continue;
        if (own && own[node] === 0 && own[target] === 1) continue;
      }
      if (
        type === EdgeType.internal &&
        mayBePair?.has(edgeName[edge]) &&
        pair(edgeName[edge])?.table === id[node]
      )
        continue;
      essential[edge] = 1;
    }
  }
  return essential;
}

/** Rows of the names of internal edges that look like an entry of a WeakMap: few, and found once each. */
function pairNames({ edgeCount, edgeType, edgeName, strings }: HeapGraph): ReadonlySet<number> {
  const seen = new Uint8Array(strings.length);
  const found = new Set<number>();
  for (let edge = 0; edge < edgeCount; edge++) {
    const row = edgeName[edge];
    if (edgeType[edge] !== EdgeType.internal || seen[row] === 1) continue;
    seen[row] = 1;
    if (ephemeronEdge(strings.at(row))) found.add(row);
  }
  return found;
}
