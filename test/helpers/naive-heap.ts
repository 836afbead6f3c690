import type { HeapGraph } from '../../shared/model/heap-graph.js';

/** An edge that is looked at: its row and where it begins. */
export type EdgeTest = (edge: number, from: number) => boolean;

/** Every node that `roots` reach, without ever going through `without`. */
export function reached(
  graph: HeapGraph,
  roots: readonly number[],
  passes: EdgeTest,
  without = -1,
): Set<number> {
  const found = new Set(roots.filter((node) => node !== without));
  for (const node of found)
    for (let edge = graph.firstEdge[node]; edge < graph.firstEdge[node + 1]; edge++) {
      const target = graph.edgeTarget[edge];
      if (target !== without && passes(edge, node)) found.add(target);
    }
  return found;
}

/** Steps from the nearest of `roots`, which are one step away themselves. */
export function steps(graph: HeapGraph, roots: readonly number[], passes: EdgeTest): Map<number, number> {
  const found = new Map(roots.map((node) => [node, 1]));
  for (const [node, distance] of found)
    for (let edge = graph.firstEdge[node]; edge < graph.firstEdge[node + 1]; edge++) {
      const target = graph.edgeTarget[edge];
      if (passes(edge, node) && !found.has(target)) found.set(target, distance + 1);
    }
  return found;
}
