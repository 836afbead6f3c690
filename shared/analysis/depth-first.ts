import { columnU32 } from '../base/column-memory.js';
import { UNWATCHED, type Watch } from '../base/watch.js';
import type { HeapGraph } from '../model/heap-graph.js';
import { EdgeType } from '../model/heap-graph.js';
import type { Ephemerons } from './ephemerons.js';
import { keepsAlive } from './essential-edges.js';
import type { NodeSet } from './node-set.js';
import { poll } from './poll.js';
import { UpEdges } from './up-edges.js';
import { WideMap } from './wide-map.js';
import { WorkMemory } from './work-memory.js';

/** Nodes numbered in depth-first order over essential edges. All but `preorder` holds numbers, a row a number. */
export interface DepthFirst {
  /** The node of each number. Shared, as `semi` is. */
  readonly preorder: Uint32Array;
  /** How many steps back were taken before each number; MANY for as many and more, which then stand in `far`, in their order. */
  readonly back: Uint8Array;
  readonly far: readonly number[];
  /** The lowest number that an edge comes from, where that is below its own; else its own. */
  readonly semi: Uint32Array;
  /** Edges from higher numbers to lower ones. */
  readonly ups: UpEdges;
}

export const MANY = 0xff;

const UNSEEN = 0xffffffff;

/**
 * Depth first over the edges of `essentialEdges`, whose rules stand here once more: what they say about an edge costs
 * nothing where its target is looked at anyway. `own` is closed: a walk that has entered the program stays in it, and one
 * outside may not enter, so that only below the root the two must be told apart.
 */
export function depthFirst(
  graph: HeapGraph,
  own: NodeSet,
  ephemerons: Ephemerons,
  watch: Watch = UNWATCHED,
  work: WorkMemory = new WorkMemory(graph),
): DepthFirst {
  const restore = withoutTables(graph, ephemerons, watch);
  try {
    return walked(graph, own, ephemerons, watch, work);
  } finally {
    restore();
  }
}

function walked(
  graph: HeapGraph,
  own: NodeSet,
  ephemerons: Ephemerons,
  watch: Watch,
  work: WorkMemory,
): DepthFirst {
  const { nodeCount, firstEdge, edgeType, edgeTarget } = graph;
  const preorder = columnU32(nodeCount);
  const semi = columnU32(nodeCount);
  const number = work.rows.fill(UNSEEN);
  const ups = new UpEdges(work.edges, work.kept.fill(0), graph.edgeCount);
  const { way, marks: back } = work;
  const far: number[] = [];
  let count = 0;
  // Since the last number was given.
  let steps = 0;

  const give = (node: number, above: number): number => {
    back[count] = Math.min(steps, MANY);
    if (steps >= MANY) far.push(steps);
    steps = 0;
    semi[count] = above;
    number[node] = count;
    preorder[count] = node;
    return count++;
  };
  const visit = (root: number): void => {
    const begin = give(root, 0);
    let at = begin;
    let depth = 0;
    let outside = !own.has(root);
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
        if (outside && own.has(target) && at !== 0) continue;
        const to = number[target];
        if (to === UNSEEN) {
          found = target;
          edge++;
          break;
        }
        if (to < at) {
          // To the root nothing can be nearer.
          if (to !== 0) ups.add(at, to);
        } else if (at < semi[to]) semi[to] = at;
      }
      if (found === UNSEEN) {
        if (at === begin) {
          // What comes next hangs on the root.
          if (begin !== 0) steps++;
          return;
        }
        steps++;
        edge = way[--depth];
        end = way[--depth];
        at = way[--depth];
        if (at === 0) {
          outside = !own.has(0);
          highest = EdgeType.shortcut;
        }
        continue;
      }
      if (at === 0) {
        outside = !own.has(found);
        highest = EdgeType.hidden;
      }
      poll(watch, count, nodeCount, 'depth first');
      // Of each step down whence, where the edges of that node end, and the one to go on with.
      way[depth++] = at;
      way[depth++] = end;
      way[depth++] = edge;
      at = give(found, at);
      edge = firstEdge[found];
      end = firstEdge[found + 1];
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
      give(left[at], 0);
      steps = 1;
    }
  }
  return { preorder, back, far, semi, ups };
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
  const tables = new WideMap<number, true>();
  for (const [, { table }] of pairs) tables.set(table, true);
  // Most ids are refused by their last bits.
  const some = new Uint8Array(1 << 16);
  for (const [table] of tables) some[table & 0xffff] = 1;
  for (let node = 1; node < nodeCount; node++) {
    poll(watch, node, 0, 'depth first');
    if (some[id[node] & 0xffff] === 0 || !tables.get(id[node])) continue;
    for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++)
      if (edgeType[edge] === EdgeType.internal && isPair[edgeName[edge]] === 1)
        if (pairs.get(edgeName[edge])?.table === id[node]) changed.push(edge);
  }
  for (const edge of changed) edgeType[edge] = EdgeType.weak;
  return () => {
    for (const edge of changed) edgeType[edge] = EdgeType.internal;
  };
}
