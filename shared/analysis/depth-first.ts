import { UNWATCHED, type Watch } from '../base/watch.js';
import type { HeapGraph } from '../model/heap-graph.js';
import { poll } from './poll.js';

/** Nodes numbered in depth-first order over essential edges. All but `preorder` holds numbers, a row a number. */
export interface DepthFirst {
  /** The node of each number. */
  readonly preorder: Uint32Array;
  /** In the tree of the walk; the root is its own. */
  readonly parent: Uint32Array;
  /** The lowest number that an edge comes from, where that is below its own; else its own. */
  readonly semi: Uint32Array;
  /** Edges from higher numbers into `n`: rows `first[n]` up to `first[n + 1]` of `from`. */
  readonly first: Uint32Array;
  readonly from: Uint32Array;
}

const UNSEEN = 0xffffffff;

export function depthFirst(graph: HeapGraph, essential: Uint8Array, watch: Watch = UNWATCHED): DepthFirst {
  const { nodeCount, edgeCount, firstEdge, edgeTarget } = graph;
  const preorder = new Uint32Array(nodeCount);
  const number = new Uint32Array(nodeCount).fill(UNSEEN);
  const parent = new Uint32Array(nodeCount);
  const semi = new Uint32Array(nodeCount);
  const next = new Uint32Array(nodeCount);
  // Edges against the order. Sized for the worst; the system gives only what is touched.
  const upFrom = new Uint32Array(edgeCount);
  const upTo = new Uint32Array(edgeCount);
  let ups = 0;
  let count = 0;

  /** The stack is the way up through `parent`; `next` is by number. */
  const visit = (root: number): void => {
    const begin = count;
    parent[count] = semi[count] = 0;
    number[root] = count;
    preorder[count] = root;
    next[count++] = firstEdge[root];
    let at = begin;
    for (;;) {
      const end = firstEdge[preorder[at] + 1];
      let edge = next[at];
      let target = UNSEEN;
      for (; edge < end; edge++) {
        if (essential[edge] === 0) continue;
        const to = number[edgeTarget[edge]];
        if (to === UNSEEN) {
          target = edgeTarget[edge++];
          break;
        }
        if (to < at) {
          // To the root nothing can be nearer.
          if (to === 0) continue;
          upFrom[ups] = at;
          upTo[ups++] = to;
        } else if (at < semi[to]) semi[to] = at;
      }
      next[at] = edge;
      if (target === UNSEEN) {
        if (at === begin) return;
        at = parent[at];
        continue;
      }
      poll(watch, count, nodeCount, 'dominators');
      parent[count] = semi[count] = at;
      number[target] = count;
      preorder[count] = target;
      next[count] = firstEdge[target];
      at = count++;
    }
  };
  visit(0);
  if (count < nodeCount) {
    const held = new Uint8Array(nodeCount);
    for (let edge = 0; edge < edgeCount; edge++) if (essential[edge] === 1) held[edgeTarget[edge]] = 1;
    for (let node = 0; node < nodeCount; node++) if (number[node] === UNSEEN && held[node] === 0) visit(node);
    // Nothing reaches a closed circle, so what it holds is not held: its edges do not count.
    for (let node = 0; node < nodeCount; node++) {
      if (number[node] !== UNSEEN) continue;
      number[node] = count;
      preorder[count++] = node;
    }
  }
  return { preorder, parent, semi, ...byTarget(nodeCount, upFrom, upTo, ups) };
}

function byTarget(nodeCount: number, upFrom: Uint32Array, upTo: Uint32Array, ups: number) {
  const first = new Uint32Array(nodeCount + 1);
  const from = new Uint32Array(ups);
  for (let at = 0; at < ups; at++) first[upTo[at] + 1]++;
  for (let n = 0; n < nodeCount; n++) first[n + 1] += first[n];
  // Filled from the back, each row's end moves to its beginning.
  for (let at = ups - 1; at >= 0; at--) from[--first[upTo[at] + 1]] = upFrom[at];
  for (let n = 0; n < nodeCount; n++) first[n] = first[n + 1];
  first[nodeCount] = ups;
  return { first, from };
}
