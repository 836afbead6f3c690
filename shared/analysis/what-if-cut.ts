import { columnU32 } from '../base/column-memory.js';
import { Failure } from '../base/failure.js';
import { UNWATCHED, type Watch } from '../base/watch.js';
import type { HeapGraph } from '../model/heap-graph.js';
import type { HeapIndex } from '../model/heap-index.js';
import type { CutAnswer } from '../model/snapshot-rows.js';
import { essentialEdges } from './essential-edges.js';
import { keptAnswer } from './kept-answers.js';
import { poll } from './poll.js';
import { retainersOf } from './retainers.js';

/**
 * What would be freed if one edge of `holder` were cut: all that its target keeps alive, or nothing. The target falls
 * when no other edge that keeps alive comes from outside of what it dominates: such an edge would be a way to it
 * that does not lead through it, and then also a way to all that it holds. Throws a Failure where there is no such edge.
 */
export function whatIfCut(
  index: HeapIndex,
  holder: number,
  edge: number,
  watch: Watch = UNWATCHED,
): CutAnswer {
  const { graph, retainedSize } = index;
  const { firstRetainer, retainerNode, retainerEdge } = retainersOf(index, watch);
  const { firstEdge, edgeTarget } = graph;
  if (!(edge >= firstEdge[holder] && edge < firstEdge[holder + 1]))
    throw new Failure('no-such-edge', `Node ${holder} has no edge ${edge}.`);
  const target = edgeTarget[edge];
  const { essential, place, size } = workedOut(index, watch);
  const within = (node: number): boolean =>
    place[node] - place[target] < size[target] && place[node] >= place[target];
  if (target === 0 || essential[edge] === 0 || within(holder))
    return { bytes: 0, objects: 0, keepsAlive: false, otherHolders: 0 };
  let otherHolders = 0;
  for (let row = firstRetainer[target]; row < firstRetainer[target + 1]; row++)
    if (retainerEdge[row] !== edge && essential[retainerEdge[row]] === 1 && !within(retainerNode[row]))
      otherHolders++;
  return otherHolders > 0
    ? { bytes: 0, objects: 0, keepsAlive: true, otherHolders }
    : { bytes: retainedSize[target], objects: size[target], keepsAlive: true, otherHolders };
}

interface WorkedOut {
  /** 1 for edges that keep alive and begin at a node that is alive itself. */
  readonly essential: Uint8Array;
  /** In the order through the dominator tree, and how many nodes from there on each dominates, itself too. */
  readonly place: Uint32Array;
  readonly size: Uint32Array;
}

function workedOut(index: HeapIndex, watch: Watch): WorkedOut {
  return keptAnswer(index, 'what is freed', () => made(index, watch));
}

function made(index: HeapIndex, watch: Watch): WorkedOut {
  const { graph, preorder, dominator } = index;
  const place = columnU32(graph.nodeCount);
  const size = columnU32(graph.nodeCount).fill(1);
  for (let at = preorder.length - 1; at > 0; at--) {
    poll(watch, at, 0, 'what is freed');
    const node = preorder[at];
    place[node] = at;
    size[dominator[node]] += size[node];
  }
  return { essential: aliveEdges(graph, watch), place, size };
}

/** Without the edges of closed circles: nothing reaches those, so they hold nothing. */
function aliveEdges(graph: HeapGraph, watch: Watch): Uint8Array {
  const { nodeCount, edgeCount, firstEdge, edgeTarget } = graph;
  const essential = essentialEdges(graph, undefined, watch);
  const alive = new Uint8Array(nodeCount).fill(1);
  for (let edge = 0; edge < edgeCount; edge++) {
    poll(watch, edge, 0, 'what is freed');
    if (essential[edge] === 1) alive[edgeTarget[edge]] = 0;
  }
  alive[0] = 1;
  const queue = new Uint32Array(nodeCount);
  let end = 0;
  for (let node = 0; node < nodeCount; node++) if (alive[node] === 1) queue[end++] = node;
  for (let at = 0; at < end; at++)
    for (let edge = firstEdge[queue[at]], last = firstEdge[queue[at] + 1]; edge < last; edge++) {
      poll(watch, edge, 0, 'what is freed');
      const target = edgeTarget[edge];
      if (essential[edge] === 0 || alive[target] === 1) continue;
      alive[target] = 1;
      queue[end++] = target;
    }
  if (end < nodeCount)
    for (let node = 0; node < nodeCount; node++)
      if (alive[node] === 0) essential.fill(0, firstEdge[node], firstEdge[node + 1]);
  return essential;
}
