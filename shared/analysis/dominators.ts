import { UNWATCHED, type Watch } from '../base/watch.js';
import type { HeapGraph } from '../model/heap-graph.js';
import { type DepthFirst, depthFirst, MANY } from './depth-first.js';
import { type Ephemerons, ephemeronsOf } from './ephemerons.js';
import type { NodeSet } from './node-set.js';
import { pageObjects } from './page-objects.js';
import { poll } from './poll.js';
import { WorkMemory } from './work-memory.js';

export interface Dominators {
  readonly dominator: Uint32Array;
  /** Depth first through the dominator tree; every node once. */
  readonly preorder: Uint32Array;
  /** In the order of `preorder`: how many nodes each dominates, itself too. They stand from there on. `kept` memory. */
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
  own: NodeSet = pageObjects(graph),
  ephemerons: Ephemerons = ephemeronsOf(graph.strings),
  watch: Watch = UNWATCHED,
  work: WorkMemory = new WorkMemory(graph),
): Dominators {
  const { nodeCount } = graph;
  const walk = depthFirst(graph, own, ephemerons, watch, work);
  watch.progress(undefined, 'dominators');
  const { preorder, semi, ups } = walk;
  const { way, kept: least } = work;
  const ancestor = parents(walk, work, watch);
  // A number needs the place of its edges until its turn comes, and from then on the least semidominator of the way that is compressed.
  let turn = 0;
  for (let w = nodeCount - 1; w > 0; w--) {
    poll(watch, w, 0, 'dominators');
    let best = semi[w];
    for (let up = ups.lastInto(w); up !== 0; up = ups.before(up)) {
      poll(watch, ++turn, 0, 'dominators');
      // Smallest semidominator on the way from `v` up to the last number that is linked; the path is compressed.
      const v = ups.from(up);
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
  const idom = parents(walk, work, watch, semi);
  return throughTree(preorder, idom, least, work.edges, semi, watch);
}

/**
 * In the tree of the walk the number above each; the root is its own. A row a node, which the walk needs no more. With
 * `limit` the nearest above each that is no higher than that, by the steps that were worked out before: the dominator.
 */
function parents(
  { back, far }: DepthFirst,
  { rows, way }: WorkMemory,
  watch: Watch,
  limit?: Uint32Array,
): Uint32Array {
  let depth = 0;
  let next = 0;
  rows[0] = way[depth++] = 0;
  for (let w = 1; w < rows.length; w++) {
    poll(watch, w, 0, 'dominators');
    depth -= back[w] === MANY ? far[next++] : back[w];
    let up = way[depth - 1];
    way[depth++] = w;
    if (limit) for (const least = limit[w]; up > least; ) up = rows[up];
    rows[w] = up;
  }
  return rows;
}

/**
 * From numbers to nodes. With the size of each subtree known, so is each node's place in a depth-first order of the
 * dominator tree. No memory but what the walk had: the node of each number gives way to the order of the answer, `size`
 * to the sizes in that order.
 */
function throughTree(
  order: Uint32Array,
  idom: Uint32Array,
  size: Uint32Array,
  spare: Uint32Array,
  dominator: Uint32Array,
  watch: Watch,
): Dominators {
  const nodeCount = order.length;
  size.fill(1);
  for (let w = nodeCount - 1; w > 0; w--) {
    poll(watch, w, 0, 'dominators');
    size[idom[w]] += size[w];
  }
  // Where a node's next child goes: of each number once its dominator was asked for. In the end what follows its subtree.
  const place = idom;
  place[0] = 1;
  const preorder = spare.subarray(0, nodeCount);
  dominator[order[0]] = preorder[0] = order[0];
  for (let w = 1; w < nodeCount; w++) {
    poll(watch, w, 0, 'dominators');
    const above = idom[w];
    const own = place[above];
    place[above] = own + size[w];
    place[w] = own + 1;
    preorder[own] = order[w];
    dominator[order[w]] = order[above];
  }
  const subtree = order;
  for (let w = 0; w < nodeCount; w++) {
    poll(watch, w, 0, 'dominators');
    subtree[place[w] - size[w]] = size[w];
  }
  size.set(subtree);
  order.set(preorder);
  return { dominator, preorder: order, subtree: size };
}
