import { columnF64 } from '../base/column-memory.js';
import { UNWATCHED, type Watch } from '../base/watch.js';
import { EdgeType, type HeapGraph, NodeType } from '../model/heap-graph.js';
import { poll } from './poll.js';
import { userRoots } from './user-roots.js';

const UNVISITED = 0xffffffff;
const SEVERAL = 0xfffffffe;

/**
 * Self sizes as DevTools shows them: the arrays and hidden nodes behind one object are counted with that object.
 * A snapshot without user roots was taken with internals exposed and keeps its own. CPython's are exact as they are.
 */
export function shallowSizes(graph: HeapGraph, watch: Watch = UNWATCHED): Uint32Array | Float64Array {
  const { nodeCount, nodeType, firstEdge, edgeType, edgeTarget, selfSize } = graph;
  if (graph.producer !== 'v8' || userRoots(graph).length === 0 || nodeCount >= SEVERAL) return selfSize;
  const owner = new Uint32Array(nodeCount);
  // Twice at most: when a node gets an owner, and when it turns out to have several.
  const stack = new Uint32Array(nodeCount * 2);
  let depth = 0;
  const external = externalStringRows(graph);
  for (let node = 0; node < nodeCount; node++) {
    const type = nodeType[node];
    const owned =
      type === NodeType.hidden ||
      type === NodeType.array ||
      (type === NodeType.native && external.has(graph.name[node]));
    owner[node] = owned ? UNVISITED : node;
    if (!owned) stack[depth++] = node;
  }
  let turn = 0;
  while (depth > 0) {
    const node = stack[--depth];
    poll(watch, turn++, nodeCount * 2, 'sizes');
    const own = owner[node];
    for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
      if (edgeType[edge] === EdgeType.weak) continue;
      const target = edgeTarget[edge];
      const before = owner[target];
      if (before === target || before === own || before === SEVERAL) continue;
      owner[target] = before === UNVISITED ? own : SEVERAL;
      stack[depth++] = target;
    }
  }
  const size = columnF64(nodeCount);
  size.set(selfSize);
  for (let node = 0; node < nodeCount; node++) {
    const own = owner[node];
    if (
      own === node ||
      own === UNVISITED ||
      own === SEVERAL ||
      own === 0 ||
      nodeType[own] === NodeType.synthetic
    )
      continue;
    size[own] += selfSize[node];
    size[node] -= selfSize[node];
  }
  return size;
}

function externalStringRows({ nodeCount, nodeType, name, strings }: HeapGraph): ReadonlySet<number> {
  const seen = new Set<number>();
  const found = new Set<number>();
  for (let node = 0; node < nodeCount; node++) {
    if (nodeType[node] !== NodeType.native || seen.has(name[node])) continue;
    seen.add(name[node]);
    if (strings.at(name[node]) === 'system / ExternalStringData') found.add(name[node]);
  }
  return found;
}
