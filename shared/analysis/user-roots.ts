import { type HeapGraph, NodeType } from '../model/heap-graph.js';

/**
 * The children of the root that are the program's own: V8's globals and document trees, which are all but the
 * synthetic ones; of CPython every group of roots.
 */
export function userRoots(graph: HeapGraph): readonly number[] {
  const { firstEdge, edgeTarget, nodeType, strings, name, producer } = graph;
  const found: number[] = [];
  for (let edge = firstEdge[0]; edge < firstEdge[1]; edge++) {
    const node = edgeTarget[edge];
    const user =
      producer === 'cpython' ||
      nodeType[node] !== NodeType.synthetic ||
      strings.at(name[node]) === '(Document DOM trees)';
    if (user) found.push(node);
  }
  return found;
}
