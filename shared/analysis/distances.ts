import { EdgeType, type HeapGraph, NodeType } from '../model/heap-graph.js';
import { NO_DISTANCE } from '../model/heap-index.js';
import { ephemeronEdge } from './ephemerons.js';
import { userRoots } from './user-roots.js';

/** Nodes that only the system's roots reach start here, as in DevTools. */
export const SYSTEM_DISTANCE = 100_000_000;

/** Breadth first from the program's own roots, then from the rest; weak edges and V8's own short cuts are not followed. */
export function distancesOf(graph: HeapGraph): Int32Array {
  const { nodeCount, firstEdge, edgeType, edgeTarget } = graph;
  const distance = new Int32Array(new SharedArrayBuffer(nodeCount * 4)).fill(NO_DISTANCE);
  const queue = new Uint32Array(nodeCount);
  const passes = edgeFilter(graph);
  const walk = (count: number): void => {
    let end = count;
    for (let at = 0; at < end; at++) {
      const node = queue[at];
      for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
        const target = edgeTarget[edge];
        if (edgeType[edge] === EdgeType.weak || distance[target] !== NO_DISTANCE || !passes(node, edge))
          continue;
        distance[target] = distance[node] + 1;
        queue[end++] = target;
      }
    }
  };
  let roots = 0;
  for (const node of userRoots(graph)) {
    if (distance[node] === NO_DISTANCE) queue[roots++] = node;
    distance[node] = 1;
  }
  walk(roots);
  distance[0] = roots > 0 && graph.producer === 'v8' ? SYSTEM_DISTANCE : 0;
  queue[0] = 0;
  walk(1);
  return distance;
}

/** V8's edges that say nothing about how an object is reached. */
function edgeFilter(graph: HeapGraph): (node: number, edge: number) => boolean {
  if (graph.producer !== 'v8') return () => true;
  const { nodeType, name, strings, edgeType, edgeName } = graph;
  const rows = (text: string): ReadonlySet<number> => rowsOf(graph, text);
  const descriptors = rows('(map descriptors)');
  const contexts = rows('system / NativeContext');
  const pending = new Set<string>();
  return (node, edge) => {
    const type = edgeType[edge];
    if (nodeType[node] === NodeType.hidden && contexts.has(name[node]))
      if (
        type !== EdgeType.element &&
        type !== EdgeType.hidden &&
        strings.at(edgeName[edge]) === 'sloppy_function_map'
      )
        return false;
    if (nodeType[node] === NodeType.array && descriptors.has(name[node])) {
      const index =
        type === EdgeType.element || type === EdgeType.hidden
          ? edgeName[edge]
          : Number.parseInt(strings.at(edgeName[edge]) ?? '', 10);
      return index < 2 || index % 3 !== 1;
    }
    if (type === EdgeType.internal) {
      const pair = ephemeronEdge(strings.at(edgeName[edge]));
      // Of the two edges of an entry the second counts: it is the farther one.
      if (pair && !pending.delete(pair.same)) {
        pending.add(pair.same);
        return false;
      }
    }
    return true;
  };
}

function rowsOf({ strings, nodeCount, name, nodeType }: HeapGraph, text: string): ReadonlySet<number> {
  const found = new Set<number>();
  for (let node = 0; node < nodeCount && found.size === 0; node++)
    if (
      (nodeType[node] === NodeType.hidden || nodeType[node] === NodeType.array) &&
      strings.at(name[node]) === text
    )
      found.add(name[node]);
  return found;
}
