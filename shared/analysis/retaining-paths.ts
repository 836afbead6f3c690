import { Failure } from '../base/failure.js';
import { EDGE_TYPES, EdgeType } from '../model/heap-graph.js';
import type { HeapIndex } from '../model/heap-index.js';
import type { MergedPath, PathQuery, PathStep } from '../model/snapshot-rows.js';
import { idLookup, NOBODY, sameObjects } from './identity.js';
import { className, edgeLabel, nodeLabel, rawEdgeName } from './node-row.js';

/** A list of a million links has a path of a million steps: the middle of a longer one is left out. */
const MOST_STEPS = 64;
const ROOT = 0;

/**
 * The shortest retaining paths of the objects asked for, merged where they go through the same classes by the same
 * names ("merge shortest paths", Eclipse MAT): indices of lists and keys of large tables count as one. Most objects first.
 */
export function retainingPaths(
  index: HeapIndex,
  query: PathQuery,
  earlier?: HeapIndex,
): readonly MergedPath[] {
  const nodes = wantedNodes(index, query, earlier);
  const up = stepsUp(index);
  const merged = new Map<string, { count: number; retainedSize: number; readonly node: number }>();
  const hash = new Map<number, string>();
  for (const node of nodes) {
    const key = keyOf(index, up, node, hash);
    const found = merged.get(key);
    const retained = index.retainedSize[node];
    if (found) {
      found.count++;
      found.retainedSize += retained;
    } else merged.set(key, { count: 1, retainedSize: retained, node });
  }
  return [...merged.values()]
    .sort((a, b) => b.count - a.count || b.retainedSize - a.retainedSize)
    .slice(0, query.limit)
    .map(({ count, retainedSize, node }) => ({ count, retainedSize, steps: stepsTo(index, up, node) }));
}

function wantedNodes(index: HeapIndex, query: PathQuery, earlier: HeapIndex | undefined): readonly number[] {
  const { graph, classOf, classNames } = index;
  if (query.node !== undefined) {
    if (query.node >= graph.nodeCount) throw nothingThere(`node ${query.node}`);
    return [query.node];
  }
  if (query.id !== undefined) {
    const node = idLookup(graph.id)(query.id);
    if (node === NOBODY) throw nothingThere(`@${query.id}`);
    return [node];
  }
  const row = classNames.indexOf(query.className ?? '');
  if (row < 0) throw nothingThere(query.className ?? '');
  const old = earlier && survivors(earlier, index);
  const found: number[] = [];
  for (let node = 0; node < graph.nodeCount; node++)
    if (classOf[node] === row && index.shallowSize[node] > 0 && !old?.[node]) found.push(node);
  return found;
}

function survivors(earlier: HeapIndex, later: HeapIndex): Uint8Array {
  const old = new Uint8Array(later.graph.nodeCount);
  for (const node of sameObjects(earlier, later)) if (node !== NOBODY) old[node] = 1;
  return old;
}

function nothingThere(name: string): Failure {
  return new Failure(
    'no-such-object',
    `Nothing in this snapshot is called ${name.slice(0, 200)}.`,
    'leakscope heap shows the names of classes.',
  );
}

interface Up {
  /** The holder that is nearest to the roots; NOBODY at a root and where none reaches. */
  holder(node: number): number;
  edge(node: number): number;
}

/** One step towards the roots by an edge that keeps alive; of several equally near, the first with a name. */
function stepsUp({ graph, firstRetainer, retainerNode, retainerEdge, distance }: HeapIndex): Up {
  const row = (node: number): number => {
    let best = NOBODY;
    let nearest = distance[node] < 0 ? Number.POSITIVE_INFINITY : distance[node];
    let named = false;
    for (let at = firstRetainer[node]; at < firstRetainer[node + 1]; at++) {
      const from = retainerNode[at];
      const type = graph.edgeType[retainerEdge[at]];
      if (type === EdgeType.weak || distance[from] < 0 || distance[from] >= distance[node]) continue;
      const better =
        distance[from] < nearest || (distance[from] === nearest && !named && type === EdgeType.property);
      if (!better) continue;
      best = at;
      nearest = distance[from];
      named = type === EdgeType.property;
    }
    return best;
  };
  return {
    holder: (node) => {
      const at = node === ROOT ? NOBODY : row(node);
      return at === NOBODY ? NOBODY : retainerNode[at];
    },
    edge: (node) => {
      const at = row(node);
      return at === NOBODY ? NOBODY : retainerEdge[at];
    },
  };
}

/** Equal for objects whose paths are one. Remembered by holder: siblings share all but the last step. */
function keyOf(index: HeapIndex, up: Up, node: number, known: Map<number, string>): string {
  const way: number[] = [];
  let at = node;
  while (at !== NOBODY && !known.has(at) && way.length < 10_000) {
    way.push(at);
    at = up.holder(at);
  }
  let key = at === NOBODY ? '' : (known.get(at) ?? '');
  for (const step of way.reverse()) {
    const edge = up.edge(step);
    const name = edge === NOBODY ? '' : rawEdgeName(index, edge);
    // Long keys are folded: equality is all that is asked of them.
    key = fold(`${key}\u0000${generic(index, edge, name)}\u0000${className(index, step)}`);
    known.set(step, key);
  }
  return key;
}

/** More keys than this in one holder: a table of data, not a record with named fields. */
const RECORD = 64;

function generic(index: HeapIndex, edge: number, name: string | number): string {
  if (edge === NOBODY || typeof name === 'number') return '*';
  return /\d/.test(name) && name.length > 0 && isLargeHolder(index, edge) ? '*' : name;
}

function isLargeHolder({ graph }: HeapIndex, edge: number): boolean {
  const holder = upperRow(graph.firstEdge, edge);
  return graph.firstEdge[holder + 1] - graph.firstEdge[holder] > RECORD;
}

/** The row that begins at or before `value`: whose edges `value` is among. */
function upperRow(starts: Uint32Array, value: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (starts[middle] <= value) low = middle;
    else high = middle;
  }
  return low;
}

function fold(key: string): string {
  if (key.length < 512) return key;
  let a = 0x811c9dc5;
  let b = 0x1b873593;
  for (let at = 0; at < key.length; at++) {
    a = Math.imul(a ^ key.charCodeAt(at), 0x01000193);
    b = Math.imul(b ^ key.charCodeAt(at), 0x85ebca6b) + a;
  }
  return `${(a >>> 0).toString(36)}.${(b >>> 0).toString(36)}.${key.length}`;
}

/** From the root down to the object. */
function stepsTo(index: HeapIndex, up: Up, node: number): readonly PathStep[] {
  const steps: PathStep[] = [];
  let at = node;
  for (;;) {
    const holder = up.holder(at);
    const edge = holder === NOBODY ? NOBODY : up.edge(at);
    steps.push({
      edge: edge === NOBODY ? '' : edgeLabel(index, edge),
      edgeType: edge === NOBODY ? 'root' : EDGE_TYPES[index.graph.edgeType[edge]],
      name: nodeLabel(index, at),
      ...(at !== ROOT && { id: index.graph.id[at] }),
    });
    // The root itself says nothing that its child does not.
    if (holder === NOBODY || holder === ROOT) break;
    at = holder;
  }
  steps.reverse();
  if (steps.length <= MOST_STEPS) return steps;
  const half = MOST_STEPS / 2;
  const left = steps.length - MOST_STEPS;
  return [
    ...steps.slice(0, half),
    { edge: '…', edgeType: 'hidden', name: `${left} more steps` },
    ...steps.slice(-half),
  ];
}
