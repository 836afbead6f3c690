import { columnF64, columnU32 } from '../base/column-memory.js';
import { UNWATCHED, type Watch } from '../base/watch.js';
import { EdgeType, type HeapGraph, NodeType } from '../model/heap-graph.js';
import { poll } from './poll.js';
import { userRoots } from './user-roots.js';
import { WorkMemory } from './work-memory.js';

const UNVISITED = 0;
const SEVERAL = 0xffffffff;

/**
 * Self sizes as DevTools shows them: the arrays and hidden nodes behind one object are counted with that object.
 * A snapshot without user roots was taken with internals exposed and keeps its own. CPython's are exact as they are.
 */
export function shallowSizes(
  graph: HeapGraph,
  watch: Watch = UNWATCHED,
  work: WorkMemory = new WorkMemory(graph),
): Uint32Array | Float64Array {
  const { nodeCount, nodeType, selfSize } = graph;
  if (graph.producer !== 'v8' || userRoots(graph).length === 0 || nodeCount >= SEVERAL - 1) return selfSize;
  const owner = owners(graph, watch, work);
  const size = totalOf(selfSize) <= 0xffff_ffff ? columnU32(nodeCount) : columnF64(nodeCount);
  size.set(selfSize);
  for (let node = 0; node < nodeCount; node++) {
    poll(watch, node, nodeCount, 'sizes');
    if (owner[node] === UNVISITED || owner[node] === SEVERAL) continue;
    const own = owner[node] - 1;
    if (own === 0 || nodeType[own] === NodeType.synthetic) continue;
    size[own] += selfSize[node];
    size[node] -= selfSize[node];
  }
  return size;
}

/** Of each array and hidden node the one object that it stands behind, plus 1; UNVISITED for what is shown itself. */
function owners(graph: HeapGraph, watch: Watch, work: WorkMemory): Uint32Array {
  const { nodeCount, firstEdge, edgeType, edgeTarget } = graph;
  const hidden = behindOthers(graph, work.marks.fill(0), watch);
  const owner = work.rows.fill(UNVISITED);
  // A node stands there twice at most: when it gets an owner, and when it turns out to have several.
  const stack = work.way;
  let depth = 0;
  const spread = (node: number, own: number): void => {
    for (let edge = firstEdge[node], end = firstEdge[node + 1]; edge < end; edge++) {
      poll(watch, edge, 0, 'sizes');
      const target = edgeTarget[edge];
      if (hidden[target] === 0 || edgeType[edge] === EdgeType.weak) continue;
      const before = owner[target];
      if (before === own || before === SEVERAL) continue;
      owner[target] = before === UNVISITED ? own : SEVERAL;
      stack[depth++] = target;
    }
  };
  for (let node = 0; node < nodeCount; node++) {
    poll(watch, node, nodeCount, 'sizes');
    if (hidden[node] === 0) spread(node, node + 1);
  }
  for (let turn = 0; depth > 0; turn++) {
    poll(watch, turn, nodeCount, 'sizes');
    const node = stack[--depth];
    spread(node, owner[node]);
  }
  return owner;
}

/** 1 for nodes that may be counted with another. */
function behindOthers(graph: HeapGraph, hidden: Uint8Array, watch: Watch): Uint8Array {
  const { nodeCount, nodeType, name } = graph;
  const external = externalStringRows(graph, watch);
  for (let node = 0; node < nodeCount; node++) {
    poll(watch, node, nodeCount, 'sizes');
    const type = nodeType[node];
    if (
      type === NodeType.hidden ||
      type === NodeType.array ||
      (type === NodeType.native && external.has(name[node]))
    )
      hidden[node] = 1;
  }
  return hidden;
}

function totalOf(size: Uint32Array | Float64Array): number {
  let total = 0;
  for (let node = 0; node < size.length; node++) total += size[node];
  return total;
}

function externalStringRows(
  { nodeCount, nodeType, name, strings }: HeapGraph,
  watch: Watch,
): ReadonlySet<number> {
  const seen = new Set<number>();
  const found = new Set<number>();
  for (let node = 0; node < nodeCount; node++) {
    poll(watch, node, nodeCount, 'sizes');
    if (nodeType[node] !== NodeType.native || seen.has(name[node])) continue;
    seen.add(name[node]);
    if (strings.at(name[node]) === 'system / ExternalStringData') found.add(name[node]);
  }
  return found;
}
