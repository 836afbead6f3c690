import { UNWATCHED, type Watch } from '../base/watch.js';
import type { HeapGraph } from '../model/heap-graph.js';
import { depthFirst } from './depth-first.js';
import { type Ephemerons, ephemeronsOf } from './ephemerons.js';
import { pageObjects } from './page-objects.js';
import { poll } from './poll.js';

export interface Dominators {
  readonly dominator: Uint32Array;
  /** Depth first through the dominator tree; every node once. */
  readonly preorder: Uint32Array;
  /** In the order of `preorder`: how many nodes each dominates, itself too. They stand from there on. */
  readonly subtree: Uint32Array;
}

/**
 * Immediate dominators over essential edges by Semi-NCA (Georgiadis, "Linear-Time Algorithms for Dominators and
 * Related Problems", 2005), iterative. All of it but the walk and the last step is in depth-first numbers, where
 * neighbours in the graph are neighbours in memory, whatever order the nodes came in. What no essential edge reaches
 * hangs on the root: first nodes with only weak retainers, then what is left of closed circles.
 */
export function dominatorsOf(
  graph: HeapGraph,
  own: Uint8Array = pageObjects(graph),
  ephemerons: Ephemerons = ephemeronsOf(graph.strings),
  watch: Watch = UNWATCHED,
): Dominators {
  const { nodeCount } = graph;
  const { preorder, parent, semi, lastUp, ups, way, spare } = depthFirst(graph, own, ephemerons, watch);
  watch.progress(undefined, 'dominators');
  const ancestor = spare;
  ancestor.set(parent);
  // A number needs its edges until its turn comes, and from then on the least semidominator of the way that is compressed.
  const least = lastUp;
  let turn = 0;
  for (let w = nodeCount - 1; w > 0; w--) {
    poll(watch, w, 0, 'dominators');
    let best = semi[w];
    for (let up = lastUp[w]; up !== 0; up = ups[up * 2 - 1]) {
      poll(watch, ++turn, 0, 'dominators');
      // Smallest semidominator on the way from `v` up to the last number that is linked; the path is compressed.
      const v = ups[up * 2 - 2];
      let size = 0;
      let at = v;
      let above = ancestor[at];
      while (above > w) {
        way[size++] = at;
        at = above;
        above = ancestor[at];
      }
      while (size > 0) {
        const below = way[--size];
        if (least[at] < least[below]) least[below] = least[at];
        ancestor[below] = above;
        at = below;
      }
      if (least[v] < best) best = least[v];
    }
    semi[w] = least[w] = best;
  }
  const idom = parent;
  for (let w = 1; w < nodeCount; w++) {
    poll(watch, w, 0, 'dominators');
    const limit = semi[w];
    let up = idom[w];
    while (up > limit) up = idom[up];
    idom[w] = up;
  }
  return throughTree(preorder, idom, least, ups, { dominator: ancestor, preorder: semi }, watch);
}

/**
 * From numbers to nodes. With the size of each subtree known, so is each node's place in a depth-first order of the
 * dominator tree. All work arrays have a row a node, and so have `spare` and those of the answer.
 */
function throughTree(
  order: Uint32Array,
  idom: Uint32Array,
  size: Uint32Array,
  spare: Uint32Array,
  { dominator, preorder }: Omit<Dominators, 'subtree'>,
  watch: Watch,
): Dominators {
  const nodeCount = order.length;
  const subtree = spare.length >= nodeCount ? spare.subarray(0, nodeCount) : new Uint32Array(nodeCount);
  size.fill(1);
  for (let w = nodeCount - 1; w > 0; w--) {
    poll(watch, w, 0, 'dominators');
    size[idom[w]] += size[w];
  }
  // Where a node's next child goes: of each number once its dominator was asked for.
  const place = idom;
  place[0] = 1;
  dominator[order[0]] = preorder[0] = order[0];
  subtree[0] = nodeCount;
  for (let w = 1; w < nodeCount; w++) {
    poll(watch, w, 0, 'dominators');
    const above = idom[w];
    const own = place[above];
    place[above] = own + size[w];
    place[w] = own + 1;
    preorder[own] = order[w];
    subtree[own] = size[w];
    dominator[order[w]] = order[above];
  }
  // Memory for all edges is let go of, not held for a row a node.
  order.set(subtree);
  return { dominator, preorder, subtree: order };
}
