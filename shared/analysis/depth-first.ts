import { columnU32 } from '../base/column-memory.js';
import { UNWATCHED, type Watch } from '../base/watch.js';
import type { HeapGraph } from '../model/heap-graph.js';
import { EdgeType } from '../model/heap-graph.js';
import type { Ephemerons } from './ephemerons.js';
import { keepsAlive } from './essential-edges.js';
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
  /** Memory that the walk needed, a row a node, for whoever comes next; as `semi` it is shared. */
  readonly spare: Uint32Array;
}

const UNSEEN = 0xffffffff;

/**
 * Depth first over the edges of `essentialEdges`, whose rules stand here once more: what they say about an edge costs
 * nothing where its target is looked at anyway. `own` is closed: a walk that has entered the program stays in it, and one
 * outside may not enter, so that only below the root the two must be told apart.
 */
export function depthFirst(
  graph: HeapGraph,
  own: Uint8Array,
  ephemerons: Ephemerons,
  watch: Watch = UNWATCHED,
): DepthFirst {
  const restore = withoutTables(graph, ephemerons);
  try {
    return walked(graph, own, ephemerons, watch);
  } finally {
    restore();
  }
}

function walked(graph: HeapGraph, own: Uint8Array, ephemerons: Ephemerons, watch: Watch): DepthFirst {
  const { nodeCount, edgeCount, firstEdge, edgeType, edgeTarget } = graph;
  const preorder = new Uint32Array(nodeCount);
  const number = columnU32(nodeCount).fill(UNSEEN);
  const parent = new Uint32Array(nodeCount);
  const semi = columnU32(nodeCount);
  // By number: the edge to go on with.
  const next = new Uint32Array(nodeCount + 1);
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
    let outside = own[root] === 0;
    // Of the root every edge but a weak one counts.
    let highest: number = root === 0 ? EdgeType.shortcut : EdgeType.hidden;
    for (;;) {
      const end = firstEdge[preorder[at] + 1];
      let edge = next[at];
      let found = UNSEEN;
      for (; edge < end; edge++) {
        const type = edgeType[edge];
        if (type > highest) continue;
        const target = edgeTarget[edge];
        if (outside && own[target] === 1 && at !== 0) continue;
        const to = number[target];
        if (to === UNSEEN) {
          found = target;
          edge++;
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
      if (found === UNSEEN) {
        if (at === begin) return;
        at = parent[at];
        if (at === 0) {
          outside = own[0] === 0;
          highest = EdgeType.shortcut;
        }
        continue;
      }
      if (at === 0) {
        outside = own[found] === 0;
        highest = EdgeType.hidden;
      }
      poll(watch, count, nodeCount, 'depth first');
      parent[count] = semi[count] = at;
      number[found] = count;
      preorder[count] = found;
      next[count] = firstEdge[found];
      at = count++;
    }
  };
  visit(0);
  if (count < nodeCount) {
    const left = new Uint32Array(nodeCount - count);
    for (let node = 0, at = 0; node < nodeCount; node++) if (number[node] === UNSEEN) left[at++] = node;
    // What one that is reached kept alive would be reached: only the others can hold each other.
    const held = new Uint8Array(nodeCount);
    const counts = keepsAlive(graph, own, ephemerons);
    for (const node of left)
      for (let edge = firstEdge[node], end = firstEdge[node + 1]; edge < end; edge++)
        if (held[edgeTarget[edge]] === 0 && counts(node, edge)) held[edgeTarget[edge]] = 1;
    for (const node of left) if (number[node] === UNSEEN && held[node] === 0) visit(node);
    // Nothing reaches a closed circle, so what it holds is not held: its edges do not count.
    for (const node of left) {
      if (number[node] !== UNSEEN) continue;
      number[node] = count;
      preorder[count++] = node;
    }
  }
  const from = byTarget(next, upFrom, upTo, ups);
  return { preorder, parent, semi, first: next, from, spare: number };
}

/**
 * Makes the edges from a WeakMap's table to its values weak, and returns what takes that back. Only a few nodes are such
 * tables: to ask it of every edge would cost a fifth of the walk, and a copy of the types is the memory of all of them.
 */
function withoutTables(
  { producer, nodeCount, id, firstEdge, edgeType, edgeName }: HeapGraph,
  { isPair, pairs }: Ephemerons,
): () => void {
  const changed: number[] = [];
  if (producer !== 'v8' || pairs.size === 0) return () => {};
  const tables = new Set<number>();
  for (const { table } of pairs.values()) tables.add(table);
  // Most ids are refused by their last bits.
  const some = new Uint8Array(1 << 16);
  for (const table of tables) some[table & 0xffff] = 1;
  for (let node = 1; node < nodeCount; node++) {
    if (some[id[node] & 0xffff] === 0 || !tables.has(id[node])) continue;
    for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++)
      if (edgeType[edge] === EdgeType.internal && isPair[edgeName[edge]] === 1)
        if (pairs.get(edgeName[edge])?.table === id[node]) changed.push(edge);
  }
  for (const edge of changed) edgeType[edge] = EdgeType.weak;
  return () => {
    for (const edge of changed) edgeType[edge] = EdgeType.internal;
  };
}

/** Sorts the first `ups` edges by what they lead to; `first` is filled with where each target's begin. */
function byTarget(first: Uint32Array, upFrom: Uint32Array, upTo: Uint32Array, ups: number): Uint32Array {
  const from = new Uint32Array(ups);
  first.fill(0);
  for (let at = 0; at < ups; at++) first[upTo[at] + 1]++;
  for (let n = 1; n < first.length; n++) first[n] += first[n - 1];
  // Filled from the back, each row's end moves to its beginning.
  for (let at = ups - 1; at >= 0; at--) from[--first[upTo[at] + 1]] = upFrom[at];
  first.copyWithin(0, 1);
  first[first.length - 1] = ups;
  return from;
}
