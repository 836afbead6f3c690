import { columnF64, columnU8, columnU16, columnU32 } from '../base/column-memory.js';
import { stopIfCancelled, type Watch } from '../base/watch.js';
import type { HeapGraph, LocationColumn, LocationTable } from '../model/heap-graph.js';
import { rowOrder } from './heapsnapshot/row-order.js';

/** Smaller graphs stay in the processor's cache in any order. */
const WORTH = 400_000;
const LOOKED_AT = 1 << 14;
/** An edge is far when its ends are further apart than this share of all nodes. */
const FAR = 1 / 16;
/** Of a random order 88 % of edges are far, of V8's own about half: names and maps, which many share, stand first. */
const TOO_MANY = 0.82;

/**
 * The same heap with nodes near those that refer to them, where they stand as if shuffled: every later walk would miss
 * the cache at each edge, which costs six times the time. Ids stay; only rows move, and the root keeps row 0.
 */
export function inNearOrder(graph: HeapGraph, watch: Watch): HeapGraph {
  if (graph.nodeCount < WORTH || farShare(graph) < TOO_MANY) return graph;
  stopIfCancelled(watch);
  watch.progress(undefined, 'ordering');
  return reordered(graph, walkOrder(graph, watch), watch);
}

/** `order[n]` is the node that becomes row `n`. */
export function reordered(graph: HeapGraph, order: Uint32Array, watch: Watch): HeapGraph {
  const { nodeCount, edgeCount, firstEdge } = graph;
  const place = new Uint32Array(nodeCount);
  for (let row = 0; row < nodeCount; row++) place[order[row]] = row;
  const { first, from } = movedRows(firstEdge, order, edgeCount);
  stopIfCancelled(watch);
  const edgeType = bytes(graph.edgeType, from);
  const edgeName = words(graph.edgeName, from);
  stopIfCancelled(watch);
  const edgeTarget = words(graph.edgeTarget, from);
  for (let edge = 0; edge < edgeCount; edge++) edgeTarget[edge] = place[edgeTarget[edge]];
  stopIfCancelled(watch);
  const { detachedness, traceNode, flags, refCount, locations } = graph;
  return {
    ...graph,
    nodeType: bytes(graph.nodeType, order),
    name: words(graph.name, order),
    id: numbers(graph.id, order),
    selfSize: numbers(graph.selfSize, order),
    ...(detachedness && { detachedness: bytes(detachedness, order) }),
    ...(traceNode && { traceNode: words(traceNode, order) }),
    ...(flags && { flags: bytes(flags, order) }),
    ...(refCount && { refCount: words(refCount, order) }),
    ...(locations && { locations: moved(locations, place) }),
    firstEdge: first,
    edgeType,
    edgeName,
    edgeTarget,
  };
}

/**
 * Where the edges of each row begin now, and for each edge where it stood. With that list each column is read by a loop that
 * does nothing else, in which the processor waits for many cache misses at once.
 */
function movedRows(
  firstEdge: Uint32Array,
  order: Uint32Array,
  edgeCount: number,
): { readonly first: Uint32Array; readonly from: Uint32Array } {
  const first = columnU32(order.length + 1);
  const begin = new Uint32Array(order.length);
  for (let row = 0; row < order.length; row++) begin[row] = firstEdge[order[row]];
  for (let row = 0; row < order.length; row++) first[row + 1] = firstEdge[order[row] + 1];
  const from = new Uint32Array(edgeCount);
  let to = 0;
  for (let row = 0; row < order.length; row++) {
    const end = first[row + 1];
    for (let edge = begin[row]; edge < end; edge++) from[to++] = edge;
    first[row + 1] = to;
  }
  return { first, from };
}

function farShare({ nodeCount, edgeCount, firstEdge, edgeTarget }: HeapGraph): number {
  const step = Math.max(1, Math.floor(nodeCount / LOOKED_AT));
  let seen = 0;
  let far = 0;
  for (let node = step; node < nodeCount && edgeCount > 0; node += step)
    for (let edge = firstEdge[node]; edge < Math.min(firstEdge[node] + 4, firstEdge[node + 1]); edge++) {
      seen++;
      if (Math.abs(edgeTarget[edge] - node) > nodeCount * FAR) far++;
    }
  return seen === 0 ? 0 : far / seen;
}

/** Depth first from the root, all that a node refers to marked at once; then what nothing reaches. */
function walkOrder({ nodeCount, firstEdge, edgeTarget }: HeapGraph, watch: Watch): Uint32Array {
  const order = new Uint32Array(nodeCount);
  const stack = new Uint32Array(nodeCount);
  const seen = new Uint8Array(nodeCount);
  let count = 0;
  for (let from = 0; from < nodeCount; from++) {
    if (seen[from] === 1) continue;
    seen[from] = 1;
    let depth = 0;
    stack[depth++] = from;
    while (depth > 0) {
      const node = stack[--depth];
      order[count++] = node;
      if ((count & 0xffff) === 0) stopIfCancelled(watch);
      for (let edge = firstEdge[node + 1] - 1; edge >= firstEdge[node]; edge--) {
        const target = edgeTarget[edge];
        if (seen[target] === 1) continue;
        seen[target] = 1;
        stack[depth++] = target;
      }
    }
  }
  return order;
}

// A loop for each kind of column: one for all would be several times slower.

function bytes(column: Uint8Array, order: Uint32Array): Uint8Array {
  const next = columnU8(order.length);
  for (let row = 0; row < order.length; row++) next[row] = column[order[row]];
  return next;
}

function words(column: Uint32Array, order: Uint32Array): Uint32Array {
  const next = columnU32(order.length);
  for (let row = 0; row < order.length; row++) next[row] = column[order[row]];
  return next;
}

function places(column: LocationColumn, order: Uint32Array): LocationColumn {
  if (column instanceof Uint32Array) return words(column, order);
  const next = columnU16(order.length);
  for (let row = 0; row < order.length; row++) next[row] = column[order[row]];
  return next;
}

function numbers(column: Uint32Array | Float64Array, order: Uint32Array): Uint32Array | Float64Array {
  if (column instanceof Uint32Array) return words(column, order);
  const next = columnF64(order.length);
  for (let row = 0; row < order.length; row++) next[row] = column[order[row]];
  return next;
}

/** Sorted by node again. */
function moved({ length, node, script, line, column }: LocationTable, place: Uint32Array): LocationTable {
  const at = words(place, node);
  const order = rowOrder(at);
  return {
    length,
    node: words(at, order),
    script: places(script, order),
    line: places(line, order),
    column: places(column, order),
  };
}
