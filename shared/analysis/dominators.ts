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
  const { preorder, parent, semi, first, from, spare } = depthFirst(graph, own, ephemerons, watch);
  // What the walk alone needed is let go of here.
  watch.progress(undefined, 'dominators');
  const ancestor = spare;
  const path = new Uint32Array(nodeCount);
  const label = new Uint32Array(nodeCount);
  for (let n = 0; n < nodeCount; n++) label[n] = n;
  ancestor.set(parent);
  for (let w = nodeCount - 1; w > 0; w--) {
    poll(watch, w, 0, 'dominators');
    let best = semi[w];
    for (let row = first[w], end = first[w + 1]; row < end; row++) {
      // Smallest semidominator on the way from `v` up to the last number that is linked; the path is compressed.
      const v = from[row];
      let size = 0;
      let at = v;
      while (ancestor[at] > w) {
        path[size++] = at;
        at = ancestor[at];
      }
      while (size > 0) {
        const below = path[--size];
        const above = ancestor[below];
        if (semi[label[above]] < semi[label[below]]) label[below] = label[above];
        ancestor[below] = ancestor[above];
      }
      const found = semi[label[v]];
      if (found < best) best = found;
    }
    semi[w] = best;
  }
  const idom = parent;
  for (let w = 1; w < nodeCount; w++) {
    const least = semi[w];
    let up = idom[w];
    while (up > least) up = idom[up];
    idom[w] = up;
  }
  return throughTree(preorder, idom, label, path, { dominator: ancestor, preorder: semi });
}

/**
 * From numbers to nodes. With the size of each subtree known, so is each node's place in a depth-first order of the
 * dominator tree. All work arrays have a row a node.
 */
function throughTree(
  order: Uint32Array,
  idom: Uint32Array,
  size: Uint32Array,
  place: Uint32Array,
  { dominator, preorder }: Omit<Dominators, 'subtree'>,
): Dominators {
  const nodeCount = order.length;
  const subtree = new Uint32Array(nodeCount);
  size.fill(1);
  for (let w = nodeCount - 1; w > 0; w--) size[idom[w]] += size[w];
  // Where a node's next child goes.
  place[0] = 1;
  dominator[order[0]] = preorder[0] = order[0];
  subtree[0] = nodeCount;
  for (let w = 1; w < nodeCount; w++) {
    const above = idom[w];
    const own = place[above];
    place[above] = own + size[w];
    place[w] = own + 1;
    preorder[own] = order[w];
    subtree[own] = size[w];
    dominator[order[w]] = order[above];
  }
  return { dominator, preorder, subtree };
}
