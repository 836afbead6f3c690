import { UNWATCHED, type Watch } from '../base/watch.js';
import { EdgeType, type HeapGraph, NodeType } from '../model/heap-graph.js';
import { poll } from './poll.js';

export const ATTACHED = 1;
export const DETACHED = 2;

/**
 * V8's word on which embedder objects (DOM nodes) are out of the document, spread as DevTools does: what an attached
 * one holds is attached, then what a detached one holds is detached; never through JavaScript. Undefined where
 * nothing is known of any node.
 */
export function detachednessOf(graph: HeapGraph, watch: Watch = UNWATCHED): Uint8Array | undefined {
  if (graph.producer !== 'v8') return undefined;
  return graph.detachedness ? spread(graph, graph.detachedness, watch) : byName(graph, watch);
}

function spread(graph: HeapGraph, known: Uint8Array, watch: Watch): Uint8Array | undefined {
  const { nodeCount, nodeType, firstEdge, edgeType, edgeTarget } = graph;
  if (isEmpty(known, watch)) return undefined;
  const state = known.slice();
  const visited = new Uint8Array(nodeCount);
  const lists: Readonly<Record<number, number[]>> = { [ATTACHED]: [], [DETACHED]: [] };
  const visit = (node: number, to: number): void => {
    if (visited[node] === 1) return;
    visited[node] = 1;
    if (nodeType[node] !== NodeType.native) return;
    state[node] = to;
    lists[to]?.push(node);
  };
  for (let node = 0; node < nodeCount; node++) {
    poll(watch, node, 0, 'detached');
    if (known[node] !== 0) visit(node, known[node]);
  }
  for (const to of [ATTACHED, DETACHED]) {
    for (let node = lists[to].pop(); node !== undefined; node = lists[to].pop())
      for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
        poll(watch, edge, 0, 'detached');
        if (edgeType[edge] !== EdgeType.hidden && edgeType[edge] !== EdgeType.weak)
          visit(edgeTarget[edge], to);
      }
  }
  return state;
}

/** A loop: `every` would call a function for each of millions. */
function isEmpty(known: Uint8Array, watch: Watch): boolean {
  for (let node = 0; node < known.length; node++) {
    poll(watch, node, 0, 'detached');
    if (known[node] !== 0) return false;
  }
  return true;
}

/** Before V8 wrote a column for it, the name said so. */
function byName({ nodeCount, nodeType, name, strings }: HeapGraph, watch: Watch): Uint8Array | undefined {
  // 0 not looked at, 1 no, 2 yes; a row of strings.
  const row = new Uint8Array(strings.length);
  const state = new Uint8Array(nodeCount);
  let some = false;
  for (let node = 0; node < nodeCount; node++) {
    poll(watch, node, nodeCount, 'detached');
    if (nodeType[node] !== NodeType.native) continue;
    const at = name[node];
    if (row[at] === 0) row[at] = strings.at(at)?.startsWith('Detached ') ? 2 : 1;
    if (row[at] === 2) {
      state[node] = DETACHED;
      some = true;
    }
  }
  return some ? state : undefined;
}
