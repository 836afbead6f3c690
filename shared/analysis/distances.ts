import { UNWATCHED, type Watch } from '../base/watch.js';
import { EdgeType, type HeapGraph, NodeType } from '../model/heap-graph.js';
import { NO_DISTANCE } from '../model/heap-index.js';
import { type Ephemerons, ephemeronsOf } from './ephemerons.js';
import { NodeSet } from './node-set.js';
import { ownRoots, pageObjects, spreadOwn } from './page-objects.js';
import { poll } from './poll.js';
import { rowOfText } from './row-of-text.js';
import { userRoots } from './user-roots.js';
import { WorkMemory } from './work-memory.js';

/** Nodes that only the system's roots reach start here, as in DevTools. */
export const SYSTEM_DISTANCE = 100_000_000;

/** A level with more than this share of all nodes, as a power of two, is wide. */
const WIDE = 6;

export interface Distances {
  /** The `rows` of the work memory. */
  readonly distance: Int32Array;
  /** As `pageObjects` has it: what the first of the two walks met, and what lies behind the edges that it left out. */
  readonly own: NodeSet;
}

/** Breadth first from the program's own roots, then from the rest; weak edges and V8's own short cuts are not followed. */
export function distancesOf(
  graph: HeapGraph,
  ephemerons: Ephemerons = ephemeronsOf(graph.strings),
  watch: Watch = UNWATCHED,
  work: WorkMemory = new WorkMemory(graph),
): Distances {
  const { nodeCount, firstEdge, edgeType, edgeName, edgeTarget, nodeType, name, strings } = graph;
  const { buffer, byteOffset } = work.rows;
  const distance = new Int32Array(buffer, byteOffset, nodeCount).fill(NO_DISTANCE);
  const queue = work.kept;
  // Nearly every edge leads to what was reached before.
  const seen = new NodeSet(nodeCount);
  const v8 = graph.producer === 'v8';
  const descriptors = v8 ? rowOfText(strings, '(map descriptors)') : -1;
  const context = v8 ? rowOfText(strings, 'system / NativeContext') : -1;
  const { isPair, pairs } = ephemerons;
  const internal = v8 && pairs.size > 0 ? EdgeType.internal : -1;
  const met = new Uint8Array(pairs.size);
  /** Of the two edges of an entry the second counts: it is the farther one. */
  const isFirst = (row: number): boolean => {
    const entry = pairs.get(row)?.entry ?? 0;
    met[entry] ^= 1;
    return met[entry] === 1;
  };
  const passes = specialEdges(graph);
  const leftOut: number[] = [];

  /** Looks at what a node leads to; `end`: where the queue ends, which is returned as it is then. */
  const visit = (node: number, next: number, end: number): number => {
    const kind = nodeType[node];
    const special =
      (kind === NodeType.hidden && name[node] === context) ||
      (kind === NodeType.array && name[node] === descriptors);
    for (let edge = firstEdge[node], last = firstEdge[node + 1]; edge < last; edge++) {
      poll(watch, edge, 0, 'distances');
      const target = edgeTarget[edge];
      if (seen.has(target)) continue;
      const type = edgeType[edge];
      if (type === EdgeType.weak) continue;
      if (
        (special && !passes(node, edge)) ||
        (type === internal && isPair[edgeName[edge]] === 1 && isFirst(edgeName[edge]))
      ) {
        leftOut.push(target);
        continue;
      }
      seen.add(target);
      distance[target] = next;
      queue[end++] = target;
    }
    return end;
  };
  const level = new NodeSet(nodeCount);
  /** Level by level; a wide one in the order of the nodes, in which their edges stand. */
  const walk = (count: number, first: number): void => {
    let next = first;
    for (let at = 0, end = count; at < end; next++) {
      const last = end;
      if (last - at > nodeCount >>> WIDE) {
        for (let one = at; one < last; one++) level.add(queue[one]);
        level.drain(queue.subarray(at, last));
      }
      for (; at < last; at++) {
        poll(watch, at, nodeCount, 'distances');
        end = visit(queue[at], next, end);
      }
    }
  };
  let roots = 0;
  const begin = userRoots(graph);
  for (const node of begin) {
    if (distance[node] === NO_DISTANCE) queue[roots++] = node;
    seen.add(node);
    distance[node] = 1;
  }
  walk(roots, 2);
  const own = isSame(begin, ownRoots(graph))
    ? reached(graph, seen, leftOut, watch)
    : pageObjects(graph, watch);
  distance[0] = roots > 0 && v8 ? SYSTEM_DISTANCE : 0;
  seen.add(0);
  queue[0] = 0;
  walk(1, distance[0] + 1);
  return { distance, own };
}

function reached(graph: HeapGraph, seen: NodeSet, leftOut: readonly number[], watch: Watch): NodeSet {
  if (graph.producer !== 'v8') return new NodeSet(graph.nodeCount);
  const own = seen.copy();
  spreadOwn(graph, own, leftOut, watch);
  return own;
}

function isSame(a: readonly number[], b: readonly number[]): boolean {
  const [left, right] = [new Set(a), new Set(b)];
  return left.size === right.size && a.every((node) => right.has(node));
}

/** For edges of native contexts and of arrays of descriptors: whether they say how an object is reached. */
function specialEdges(graph: HeapGraph): (node: number, edge: number) => boolean {
  const { nodeType, strings, edgeType, edgeName } = graph;
  const functions = rowOfText(strings, 'sloppy_function_map');
  return (node, edge) => {
    const indexed = edgeType[edge] === EdgeType.element || edgeType[edge] === EdgeType.hidden;
    if (nodeType[node] === NodeType.hidden) return indexed || edgeName[edge] !== functions;
    // Maps share such an array: index * 3 + 1 may be a descriptor of another (crbug.com/413608).
    const index = indexed ? edgeName[edge] : Number.parseInt(strings.at(edgeName[edge]) ?? '', 10);
    return index < 2 || index % 3 !== 1;
  };
}
