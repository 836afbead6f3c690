import { columnU32 } from '../base/column-memory.js';
import type { HeapGraph } from '../model/heap-graph.js';
import type { Retainers } from './retainers.js';

export interface Dominators {
  readonly dominator: Uint32Array;
  /** Depth first through the dominator tree; every node once. */
  readonly preorder: Uint32Array;
}

const UNSEEN = 0xffffffff;

/**
 * Immediate dominators over essential edges by Semi-NCA (Georgiadis, "Linear-Time Algorithms for Dominators and
 * Related Problems", 2005), iterative, on nodes renumbered in depth-first order. What no essential edge reaches
 * hangs on the root: first nodes with only weak retainers, then what is left of closed circles.
 */
export function dominatorsOf(
  graph: HeapGraph,
  { firstRetainer, retainerNode, retainerEdge }: Retainers,
  essential: Uint8Array,
): Dominators {
  const { nodeCount, firstEdge, edgeTarget } = graph;
  const preorder = columnU32(nodeCount);
  const number = new Uint32Array(nodeCount).fill(UNSEEN);
  const parent = new Uint32Array(nodeCount);
  const nextEdge = new Uint32Array(nodeCount);
  const stack = new Uint32Array(nodeCount);
  let count = 0;

  const visit = (from: number, under: number): void => {
    let depth = 0;
    stack[0] = from;
    parent[count] = under;
    number[from] = count;
    preorder[count++] = from;
    nextEdge[from] = firstEdge[from];
    while (depth >= 0) {
      const node = stack[depth];
      const end = firstEdge[node + 1];
      let edge = nextEdge[node];
      while (edge < end && (essential[edge] === 0 || number[edgeTarget[edge]] !== UNSEEN)) edge++;
      if (edge === end) {
        depth--;
        continue;
      }
      nextEdge[node] = edge + 1;
      const target = edgeTarget[edge];
      parent[count] = number[node];
      number[target] = count;
      preorder[count++] = target;
      nextEdge[target] = firstEdge[target];
      stack[++depth] = target;
    }
  };
  const held = (node: number): boolean => {
    for (let row = firstRetainer[node]; row < firstRetainer[node + 1]; row++)
      if (essential[retainerEdge[row]] === 1) return true;
    return false;
  };
  visit(0, 0);
  if (count < nodeCount)
    for (let node = 0; node < nodeCount; node++) if (number[node] === UNSEEN && !held(node)) visit(node, 0);
  const closed = count;
  for (let node = 0; node < nodeCount; node++) {
    if (number[node] !== UNSEEN) continue;
    number[node] = count;
    parent[count] = 0;
    preorder[count++] = node;
  }

  const semi = new Uint32Array(nodeCount);
  const label = new Uint32Array(nodeCount);
  const ancestor = parent.slice();
  for (let n = 0; n < nodeCount; n++) semi[n] = label[n] = n;
  const idom = parent.slice();
  const path = stack;
  /** Smallest semidominator on the way from `v` up to the last number that is linked; paths are compressed. */
  const evaluate = (v: number, last: number): number => {
    if (v <= last) return v;
    let size = 0;
    let at = v;
    while (ancestor[at] > last) {
      path[size++] = at;
      at = ancestor[at];
    }
    while (size > 0) {
      const w = path[--size];
      const above = ancestor[w];
      if (semi[label[above]] < semi[label[w]]) label[w] = label[above];
      ancestor[w] = ancestor[above];
    }
    return label[v];
  };
  for (let w = nodeCount - 1; w > 0; w--) {
    const node = preorder[w];
    let best = UNSEEN;
    for (let row = firstRetainer[node]; row < firstRetainer[node + 1]; row++) {
      if (essential[retainerEdge[row]] === 0) continue;
      const from = semi[evaluate(number[retainerNode[row]], w)];
      if (from < best) best = from;
    }
    // Nothing reaches a closed circle, so what it holds is not held: its nodes keep their own numbers.
    if (w < closed) semi[w] = best === UNSEEN ? 0 : best;
  }
  for (let w = 1; w < nodeCount; w++) {
    let up = idom[w];
    while (up > semi[w]) up = idom[up];
    idom[w] = up;
  }
  const dominator = columnU32(nodeCount);
  for (let w = 0; w < nodeCount; w++) dominator[preorder[w]] = preorder[idom[w]];
  throughTree(preorder, dominator, stack, nextEdge);
  return { dominator, preorder };
}

/**
 * Puts nodes, of which every one stands after its dominator, in depth-first order of the dominator tree: with the size
 * of each subtree known, each node's place is. Both work arrays have a row a node.
 */
function throughTree(
  order: Uint32Array,
  dominator: Uint32Array,
  size: Uint32Array,
  place: Uint32Array,
): void {
  size.fill(1);
  for (let at = order.length - 1; at > 0; at--) size[dominator[order[at]]] += size[order[at]];
  const given = order.slice();
  // A node's own place until it is taken, then where its next child goes.
  place[given[0]] = 1;
  for (let at = 1; at < given.length; at++) {
    const node = given[at];
    const above = dominator[node];
    const own = place[above];
    place[above] += size[node];
    order[own] = node;
    place[node] = own + 1;
  }
}
