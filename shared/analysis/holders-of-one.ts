import { stopIfCancelled, type Watch } from '../base/watch.js';
import type { HeapGraph } from '../model/heap-graph.js';
import { poll } from './poll.js';

/** Edges between two looks whether anybody waits. */
const BLOCK = 1 << 14;
/** The same where the runtime's own search looks, which is ten times as fast as a loop that is not compiled yet. */
const SEARCHED = 1 << 18;
/** Finding each anew costs as much as looking at some hundred edges: with more a loop goes on. */
const MOST_SEARCHED = 10_000;
/** Of so many nodes each is searched for on its own. */
const FEW = 3;

/** Incoming edges in the order of the graph, and the nodes that they begin at. */
export interface Held {
  readonly edges: Uint32Array;
  readonly holders: Uint32Array;
}

/**
 * Who holds one node: one pass along the targets of all edges, where the rows of all would take a sort of them
 * (`makeRetainers`).
 */
export function holdersOfOne(
  { edgeCount, edgeTarget, firstEdge }: HeapGraph,
  node: number,
  watch: Watch,
): Held {
  let edges: Uint32Array = new Uint32Array(16);
  let count = 0;
  const add = (edge: number): void => {
    if (count === edges.length) edges = doubled(edges);
    edges[count++] = edge;
  };
  edgesTo(edgeTarget.subarray(0, edgeCount), node, add, watch);
  edges = edges.subarray(0, count);
  const holders = new Uint32Array(count);
  for (let at = 0; at < count; at++) {
    poll(watch, at, count, 'retainers');
    holders[at] = beginningOf(firstEdge, edges[at], at === 0 ? 0 : holders[at - 1]);
  }
  return { edges, holders };
}

/** Calls for every edge to `node`, in their order. */
function edgesTo(targets: Uint32Array, node: number, found: (edge: number) => void, watch: Watch): void {
  let searched = 0;
  let from = 0;
  for (; from < targets.length && searched < MOST_SEARCHED; from += SEARCHED) {
    look(watch, from, targets.length);
    const block = targets.subarray(from, from + SEARCHED);
    for (let at = block.indexOf(node); at >= 0; at = block.indexOf(node, at + 1)) {
      found(from + at);
      searched++;
    }
  }
  for (; from < targets.length; from += BLOCK) {
    look(watch, from, targets.length);
    const to = Math.min(targets.length, from + BLOCK);
    for (let edge = from; edge < to; edge++) if (targets[edge] === node) found(edge);
  }
}

function look(watch: Watch, edge: number, of: number): void {
  stopIfCancelled(watch);
  watch.progress(edge / of, 'retainers');
}

function doubled(column: Uint32Array): Uint32Array {
  const grown = new Uint32Array(column.length * 2);
  grown.set(column);
  return grown;
}

/** How many edges lead to each of a few nodes, in their order. */
export function holderCounts(
  { nodeCount, edgeCount, edgeTarget }: HeapGraph,
  nodes: readonly number[],
  watch: Watch,
): readonly number[] {
  const apart = new Set(nodes);
  if (apart.size <= FEW) {
    const counts = new Map<number, number>();
    for (const node of apart) {
      let count = 0;
      edgesTo(edgeTarget.subarray(0, edgeCount), node, () => count++, watch);
      counts.set(node, count);
    }
    return nodes.map((node) => counts.get(node) ?? 0);
  }
  // A bit a node stays in the cache.
  const wanted = new Uint32Array((nodeCount >>> 5) + 1);
  const counts = new Map<number, number>();
  for (const node of nodes) {
    wanted[node >>> 5] |= 1 << (node & 31);
    counts.set(node, 0);
  }
  for (let from = 0; from < edgeCount; from += BLOCK) {
    poll(watch, from, edgeCount, 'retainers');
    const to = Math.min(edgeCount, from + BLOCK);
    for (let edge = from; edge < to; edge++) {
      const target = edgeTarget[edge];
      if (((wanted[target >>> 5] >>> (target & 31)) & 1) === 1)
        counts.set(target, (counts.get(target) ?? 0) + 1);
    }
  }
  return nodes.map((node) => counts.get(node) ?? 0);
}

/** The node whose rows an edge stands in; not before `least`. */
function beginningOf(firstEdge: Uint32Array, edge: number, least: number): number {
  let low = least;
  let high = firstEdge.length - 1;
  // The last node whose first row is not beyond the edge.
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (firstEdge[middle] <= edge) low = middle;
    else high = middle;
  }
  return low;
}
