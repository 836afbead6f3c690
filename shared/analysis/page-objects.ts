import { UNWATCHED, type Watch } from '../base/watch.js';
import { EdgeType, type HeapGraph } from '../model/heap-graph.js';
import { NodeSet } from './node-set.js';
import { poll } from './poll.js';

/** The nodes that the program's own roots reach by edges that keep alive; DevTools calls them page-owned. CPython has none. */
export function pageObjects(graph: HeapGraph, watch: Watch = UNWATCHED): NodeSet {
  const own = new NodeSet(graph.nodeCount);
  if (graph.producer === 'v8') spreadOwn(graph, own, ownRoots(graph), watch);
  return own;
}

/** Where the program begins: what the root refers to by a shortcut, and documents. */
export function ownRoots({ firstEdge, edgeType, edgeTarget, name, strings }: HeapGraph): readonly number[] {
  const found: number[] = [];
  for (let edge = firstEdge[0]; edge < firstEdge[1]; edge++) {
    const target = edgeTarget[edge];
    const document =
      edgeType[edge] === EdgeType.element && strings.at(name[target]) === '(Document DOM trees)';
    if (document || edgeType[edge] === EdgeType.shortcut) found.push(target);
  }
  return found;
}

/** Marks what `from` reach, as far as it is not marked yet. */
export function spreadOwn(
  { firstEdge, edgeType, edgeTarget }: HeapGraph,
  own: NodeSet,
  from: readonly number[],
  watch: Watch = UNWATCHED,
): void {
  const stack: number[] = [];
  for (const node of from)
    if (!own.has(node)) {
      own.add(node);
      stack.push(node);
    }
  for (let node = stack.pop(); node !== undefined; node = stack.pop())
    for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
      poll(watch, edge, 0, 'distances');
      const target = edgeTarget[edge];
      if (own.has(target) || edgeType[edge] === EdgeType.weak) continue;
      own.add(target);
      stack.push(target);
    }
}
