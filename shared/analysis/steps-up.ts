import { UNWATCHED, type Watch } from '../base/watch.js';
import { EdgeType, type HeapGraph } from '../model/heap-graph.js';
import type { HeapIndex } from '../model/heap-index.js';
import { keptAnswer } from './kept-answers.js';
import { poll } from './poll.js';

/** No holder: a root, or what none reaches. */
export const NO_STEP = -1;

/** The step of each node towards the roots. */
export interface StepsUp {
  /** Of each node a row of the other two, plus 1; 0 for none. Absent where they have a row a node. */
  readonly row?: Uint32Array;
  readonly holder: Uint32Array;
  /** The row of the graph's edge; without `row` that plus 1, and 0 for none. */
  readonly edge: Uint32Array;
}

/** From the rows of all holders where they are there, else worked out without them and kept for the next question. */
export function stepsUp(index: HeapIndex, watch: Watch = UNWATCHED): StepsUp {
  const { retainers, graph, distance } = index;
  if (!retainers) return keptAnswer(index, 'steps up', () => stepsAlone(graph, distance, watch));
  return { row: retainers.step, holder: retainers.retainerNode, edge: retainers.retainerEdge };
}

/** The edge that a node's step goes along; NO_STEP at the root. */
export function edgeUp(index: HeapIndex, node: number): number {
  const { row, edge } = stepsUp(index);
  return row && row[node] > 0 ? edge[row[node] - 1] : row ? NO_STEP : edge[node] - 1;
}

/** Where a node's step leads to; NO_STEP at the root. */
export function holderUp(index: HeapIndex, node: number): number {
  const { row, holder, edge } = stepsUp(index);
  if (row) return row[node] > 0 ? holder[row[node] - 1] : NO_STEP;
  return edge[node] > 0 ? holder[node] : NO_STEP;
}

/**
 * In one pass along the edges, in the order in which `makeRetainers` would sort them, and by its rule: to the nearest holder;
 * of several equally near the first by a property's name.
 */
function stepsAlone(
  { nodeCount, firstEdge, edgeType, edgeTarget }: HeapGraph,
  distance: Int32Array,
  watch: Watch = UNWATCHED,
): StepsUp {
  const holder = new Uint32Array(nodeCount);
  const edge = new Uint32Array(nodeCount);
  for (let node = 0; node < nodeCount; node++) {
    poll(watch, node, nodeCount, 'retainers');
    const far = distance[node];
    if (far < 0) continue;
    for (let at = firstEdge[node], end = firstEdge[node + 1]; at < end; at++) {
      poll(watch, at, 0, 'retainers');
      const target = edgeTarget[at];
      if (far >= distance[target] || edgeType[at] === EdgeType.weak || target === 0) continue;
      const before = edge[target];
      if (before !== 0) {
        const nearest = distance[holder[target]];
        if (far > nearest) continue;
        if (
          far === nearest &&
          (edgeType[before - 1] === EdgeType.property || edgeType[at] !== EdgeType.property)
        )
          continue;
      }
      holder[target] = node;
      edge[target] = at + 1;
    }
  }
  return { holder, edge };
}
