import { rawEdgeName } from '../../analysis/node-row.js';
import { NodeType } from '../../model/heap-graph.js';
import type { HeapIndex } from '../../model/heap-index.js';

/** No such reference. */
export const NOTHING = -1;
/** Objects with more references are tables: they are not searched by name. */
const MOST_EDGES = 2000;

/** Where a reference called `name` leads. */
export function reference(index: HeapIndex, node: number, name: string): number {
  const { firstEdge, edgeTarget } = index.graph;
  const end = Math.min(firstEdge[node + 1], firstEdge[node] + MOST_EDGES);
  for (let edge = firstEdge[node]; edge < end; edge++)
    if (rawEdgeName(index, edge) === name) return edgeTarget[edge];
  return NOTHING;
}

/** The same through several references, one after the other. */
export function follow(index: HeapIndex, node: number, ...names: readonly string[]): number {
  return names.reduce((at, name) => (at === NOTHING ? NOTHING : reference(index, at, name)), node);
}

/** What a node is called in the snapshot; the text of a string. */
export const nameOf = ({ graph }: HeapIndex, node: number): string =>
  node === NOTHING ? '' : (graph.strings.at(graph.name[node]) ?? '');

export const isString = ({ graph }: HeapIndex, node: number): boolean =>
  node !== NOTHING && graph.nodeType[node] === NodeType.string;

/** The rows of the classes that a test lets through. */
export function classRows({ classNames }: HeapIndex, test: (name: string) => boolean): ReadonlySet<number> {
  return new Set([...classNames.keys()].filter((row) => test(classNames[row])));
}

/** Every node of some classes, at most so many. */
export function nodesOf(index: HeapIndex, rows: ReadonlySet<number>, most = 200_000): readonly number[] {
  const found: number[] = [];
  if (rows.size === 0) return found;
  const { classOf, graph } = index;
  for (let node = 0; node < graph.nodeCount && found.length < most; node++)
    if (rows.has(classOf[node])) found.push(node);
  return found;
}
