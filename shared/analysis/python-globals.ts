import { EdgeType, type HeapGraph } from '../model/heap-graph.js';

/** 1 for each module, its `__dict__`, and each object that a module names: what a program has for as long as it runs. */
export function globalsOf(graph: HeapGraph): Uint8Array {
  const { firstEdge, edgeTarget, edgeType, edgeName, name, strings } = graph;
  const marks = new Uint8Array(graph.nodeCount);
  const held = (node: number, visit: (target: number, edge: number) => void): void => {
    for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) visit(edgeTarget[edge], edge);
  };
  held(0, (group) => {
    if (strings.at(name[group]) !== '(modules)') return;
    held(group, (module) => {
      marks[module] = 1;
      held(module, (names, edge) => {
        const indexed = edgeType[edge] === EdgeType.element || edgeType[edge] === EdgeType.hidden;
        if (indexed || strings.at(edgeName[edge]) !== '__dict__') return;
        marks[names] = 1;
        held(names, (value) => {
          marks[value] = 1;
        });
      });
    });
  });
  return marks;
}
