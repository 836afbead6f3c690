import type { HeapGraph } from '../model/heap-graph.js';
import type { HeapIndex } from '../model/heap-index.js';

const NOWHERE = '(allocated before tracking)';

/** Where a node was allocated, `function file:line`, for graphs that were taken while allocations were tracked. */
export function siteNaming(): (index: HeapIndex, node: number) => string {
  const tables = new Map<HeapGraph, ReadonlyMap<number, string>>();
  return ({ graph }, node) => {
    let names = tables.get(graph);
    if (!names) {
      names = namesOf(graph);
      tables.set(graph, names);
    }
    return names.get(graph.traceNode?.[node] ?? 0) ?? NOWHERE;
  };
}

function namesOf({ traces, strings }: HeapGraph): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  if (!traces) return names;
  const { functions } = traces;
  for (let row = 0; row < traces.length; row++) {
    const of = traces.function[row];
    const name = strings.at(functions.name[of]) || '(anonymous)';
    const script = strings.at(functions.scriptName[of]) ?? '';
    names.set(traces.id[row], script ? `${name} ${script}:${functions.line[of]}` : name);
  }
  return names;
}
