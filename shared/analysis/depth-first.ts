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
  /** Of each number the last of the edges into it from higher ones, as its place in `ups` plus 1; 0 for none. */
  readonly lastUp: Uint32Array;
  /** Two a place: the number that the edge comes from, and the place, plus 1, of the one before into the same; 0 for none. */
  readonly ups: Uint32Array;
  /** Memory that the walk needed, two rows a node, little of it touched, and, as `semi` shared, a row a node: for whoever comes next. */
  readonly way: Uint32Array;
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
  const restore = withoutTables(graph, ephemerons, watch);
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
  const lastUp = new Uint32Array(nodeCount);
  // Sized for the worst; the system gives only what is touched.
  const ups = new Uint32Array(edgeCount * 2);
  // Of each step down the edge to go on with, and where the edges of that node end.
  const way = new Uint32Array(nodeCount * 2);
  let used = 0;
  let count = 0;

  const visit = (root: number): void => {
    const begin = count;
    parent[count] = semi[count] = 0;
    number[root] = count;
    preorder[count] = root;
    let at = count++;
    let depth = 0;
    let outside = own[root] === 0;
    // Of the root every edge but a weak one counts.
    let highest: number = root === 0 ? EdgeType.shortcut : EdgeType.hidden;
    let edge = firstEdge[root];
    let end = firstEdge[root + 1];
    for (;;) {
      let found = UNSEEN;
      for (; edge < end; edge++) {
        // One that holds millions may lead to nothing new.
        poll(watch, edge, 0, 'depth first');
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
          ups[used] = at;
          ups[used + 1] = lastUp[to];
          used += 2;
          lastUp[to] = used >>> 1;
        } else if (at < semi[to]) semi[to] = at;
      }
      if (found === UNSEEN) {
        if (at === begin) return;
        at = parent[at];
        edge = way[--depth];
        end = way[--depth];
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
      way[depth++] = end;
      way[depth++] = edge;
      parent[count] = semi[count] = at;
      number[found] = count;
      preorder[count] = found;
      edge = firstEdge[found];
      end = firstEdge[found + 1];
      at = count++;
    }
  };
  visit(0);
  if (count < nodeCount) {
    const left = new Uint32Array(nodeCount - count);
    for (let node = 0, at = 0; node < nodeCount; node++) {
      poll(watch, node, 0, 'depth first');
      if (number[node] === UNSEEN) left[at++] = node;
    }
    // What one that is reached kept alive would be reached: only the others can hold each other.
    const held = new Uint8Array(nodeCount);
    const counts = keepsAlive(graph, own, ephemerons);
    for (let at = 0; at < left.length; at++) {
      const node = left[at];
      poll(watch, at, 0, 'depth first');
      for (let edge = firstEdge[node], end = firstEdge[node + 1]; edge < end; edge++) {
        poll(watch, edge, 0, 'depth first');
        if (held[edgeTarget[edge]] === 0 && counts(node, edge)) held[edgeTarget[edge]] = 1;
      }
    }
    for (let at = 0; at < left.length; at++) {
      poll(watch, at, 0, 'depth first');
      if (number[left[at]] === UNSEEN && held[left[at]] === 0) visit(left[at]);
    }
    // Nothing reaches a closed circle, so what it holds is not held: its edges do not count.
    for (let at = 0; at < left.length; at++) {
      poll(watch, at, 0, 'depth first');
      if (number[left[at]] !== UNSEEN) continue;
      number[left[at]] = count;
      preorder[count++] = left[at];
    }
  }
  return { preorder, parent, semi, lastUp, ups, way, spare: number };
}

/**
 * Makes the edges from a WeakMap's table to its values weak, and returns what takes that back. Only a few nodes are such
 * tables: to ask it of every edge would cost a fifth of the walk, and a copy of the types is the memory of all of them.
 */
function withoutTables(
  { producer, nodeCount, id, firstEdge, edgeType, edgeName }: HeapGraph,
  { isPair, pairs }: Ephemerons,
  watch: Watch,
): () => void {
  const changed: number[] = [];
  if (producer !== 'v8' || pairs.size === 0) return () => {};
  const tables = new Set<number>();
  for (const { table } of pairs.values()) tables.add(table);
  // Most ids are refused by their last bits.
  const some = new Uint8Array(1 << 16);
  for (const table of tables) some[table & 0xffff] = 1;
  for (let node = 1; node < nodeCount; node++) {
    poll(watch, node, 0, 'depth first');
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
