import { EdgeType, type HeapGraph } from '../model/heap-graph.js';
import { WideMap } from './wide-map.js';

/** Where the code of a function, or of the class of an object, begins. Line and column from 1. */
export interface NodePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/**
 * Places of functions and of instances of the program's classes, by the snapshot's own table. V8 says a script's number
 * there; its name stands in the graph: a function refers to what all its closures share, and that to its script.
 */
export function nodePlaces(graph: HeapGraph): (node: number) => NodePlace | undefined {
  const { locations, strings, producer } = graph;
  if (!locations) return () => undefined;
  const scripts = producer === 'v8' ? scriptNames(graph) : undefined;
  return (node) => {
    const row = rowOf(locations.node, locations.length, node);
    if (row === undefined) return undefined;
    const script = locations.script[row];
    const file = scripts ? scripts.get(script) : strings.at(script);
    return file ? { file, line: locations.line[row] + 1, column: locations.column[row] + 1 } : undefined;
  };
}

const known = new WeakMap<HeapGraph, (node: number) => NodePlace | undefined>();

/** The same for one node; what is common to all is looked up once for each graph. */
export function nodePlace(graph: HeapGraph, node: number): NodePlace | undefined {
  let places = known.get(graph);
  if (!places) {
    places = nodePlaces(graph);
    known.set(graph, places);
  }
  return places(node);
}

/** The script that each number of the location table means: a URL or path, empty for code made from text. */
export function scriptNames(graph: HeapGraph): WideMap<number, string> {
  const names = new WideMap<number, string>();
  const { locations, name, strings } = graph;
  for (let row = 0; row < (locations?.length ?? 0); row++) {
    const script = locations?.script[row] ?? 0;
    if (names.get(script) !== undefined) continue;
    const shared = target(graph, locations?.node[row] ?? 0, SHARED);
    const found = shared === undefined ? undefined : target(graph, shared, SCRIPT);
    if (found !== undefined) names.set(script, strings.at(name[found]) ?? '');
  }
  return names;
}

const SHARED: ReadonlySet<string> = new Set(['shared']);
/** Before Node 22 a debugger's notes could stand in the same place. */
const SCRIPT: ReadonlySet<string> = new Set(['script', 'script_or_debug_info']);

function target(
  { firstEdge, edgeType, edgeName, edgeTarget, strings }: HeapGraph,
  node: number,
  wanted: ReadonlySet<string>,
): number | undefined {
  for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++)
    if (edgeType[edge] === EdgeType.internal && wanted.has(strings.at(edgeName[edge]) ?? ''))
      return edgeTarget[edge];
  return undefined;
}

/** The table is sorted by node. */
function rowOf(nodes: Uint32Array, length: number, node: number): number | undefined {
  let low = 0;
  let high = length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    if (nodes[middle] === node) return middle;
    if (nodes[middle] < node) low = middle + 1;
    else high = middle - 1;
  }
  return undefined;
}
