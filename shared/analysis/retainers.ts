import { columnU32 } from '../base/column-memory.js';
import { UNWATCHED, type Watch } from '../base/watch.js';
import { EdgeType, type HeapGraph } from '../model/heap-graph.js';
import type { HeapIndex, Retainers } from '../model/heap-index.js';
import { keptAnswer } from './kept-answers.js';
import { poll } from './poll.js';

/** Those that came with the index, or made now and kept for the next question. */
export function retainersOf(index: HeapIndex, watch: Watch = UNWATCHED): Retainers {
  return (
    index.retainers ?? keptAnswer(index, 'retainers', () => makeRetainers(index.graph, index.distance, watch))
  );
}

/** Incoming edges in rows, each node's in the order of the nodes that they come from: a counting sort by target. */
export function makeRetainers(graph: HeapGraph, distance: Int32Array, watch: Watch = UNWATCHED): Retainers {
  const { nodeCount, edgeCount, firstEdge, edgeTarget } = graph;
  const firstRetainer = columnU32(nodeCount + 1);
  const retainerNode = columnU32(edgeCount);
  const retainerEdge = columnU32(edgeCount);
  for (let edge = 0; edge < edgeCount; edge++) {
    poll(watch, edge, 0, 'retainers');
    firstRetainer[edgeTarget[edge] + 1]++;
  }
  for (let node = 0; node < nodeCount; node++) {
    poll(watch, node, 0, 'retainers');
    firstRetainer[node + 1] += firstRetainer[node];
  }
  const next = firstRetainer.slice(0, nodeCount);
  for (let node = 0; node < nodeCount; node++) {
    poll(watch, node, nodeCount, 'retainers');
    for (let edge = firstEdge[node], end = firstEdge[node + 1]; edge < end; edge++) {
      poll(watch, edge, 0, 'retainers');
      const row = next[edgeTarget[edge]]++;
      retainerNode[row] = node;
      retainerEdge[row] = edge;
    }
  }
  const rows = { firstRetainer, retainerNode, retainerEdge };
  return { ...rows, step: stepsUp(graph, distance, rows, watch) };
}

/**
 * The step from each node towards the roots: along an edge that keeps alive, to the holder that is nearest to the roots; of
 * several equally near the first by a property's name.
 */
function stepsUp(
  { nodeCount, edgeType }: HeapGraph,
  distance: Int32Array,
  { firstRetainer, retainerNode, retainerEdge }: Omit<Retainers, 'step'>,
  watch: Watch,
): Uint32Array {
  const step = columnU32(nodeCount);
  for (let node = 1; node < nodeCount; node++) {
    poll(watch, node, nodeCount, 'retainers');
    const own = distance[node];
    let nearest = own;
    let named = false;
    for (let at = firstRetainer[node], end = firstRetainer[node + 1]; at < end; at++) {
      poll(watch, at, 0, 'retainers');
      const far = distance[retainerNode[at]];
      if (far < 0 || far > nearest || far >= own) continue;
      const type = edgeType[retainerEdge[at]];
      if (type === EdgeType.weak || (far === nearest && (named || type !== EdgeType.property))) continue;
      step[node] = at + 1;
      nearest = far;
      named = type === EdgeType.property;
    }
  }
  return step;
}
