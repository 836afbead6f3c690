import { EdgeType } from '../model/heap-graph.js';
import type { HeapIndex } from '../model/heap-index.js';

/** No holder: a root, or what none reaches. */
export const NO_ROW = -1;

/**
 * The step from a node towards the roots, as a row of the index's retainers: along an edge that keeps alive, to the
 * holder that is nearest to the roots; of several equally near the first by a property's name. NO_ROW at the root.
 */
export function stepUp(
  { graph, firstRetainer, retainerNode, retainerEdge, distance }: HeapIndex,
  node: number,
): number {
  let best = NO_ROW;
  let nearest = node === 0 || distance[node] < 0 ? -1 : distance[node];
  let named = false;
  for (let at = firstRetainer[node]; at < firstRetainer[node + 1]; at++) {
    const far = distance[retainerNode[at]];
    if (far < 0 || far > nearest || far >= distance[node]) continue;
    const type = graph.edgeType[retainerEdge[at]];
    if (type === EdgeType.weak || (far === nearest && (named || type !== EdgeType.property))) continue;
    best = at;
    nearest = far;
    named = type === EdgeType.property;
  }
  return best;
}
