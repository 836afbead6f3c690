import { EdgeType, type HeapGraph } from '../model/heap-graph.js';

/** 1 for each node that the program's own roots reach by edges that keep alive; DevTools calls them page-owned. */
export function pageObjects(graph: HeapGraph): Uint8Array {
  const { nodeCount, firstEdge, edgeType, edgeTarget } = graph;
  const own = new Uint8Array(nodeCount);
  const stack = new Uint32Array(nodeCount);
  let size = 0;
  for (let edge = firstEdge[0]; edge < firstEdge[1]; edge++) {
    const target = edgeTarget[edge];
    if (edgeType[edge] === EdgeType.element) {
      if (graph.strings.at(graph.name[target]) !== '(Document DOM trees)') continue;
    } else if (edgeType[edge] !== EdgeType.shortcut) continue;
    if (own[target] === 0) {
      own[target] = 1;
      stack[size++] = target;
    }
  }
  while (size > 0) {
    const node = stack[--size];
    for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
      const target = edgeTarget[edge];
      if (own[target] === 1 || edgeType[edge] === EdgeType.weak) continue;
      own[target] = 1;
      stack[size++] = target;
    }
  }
  return own;
}
