import { UNWATCHED, type Watch } from '../base/watch.js';
import { EDGE_TYPES } from '../model/heap-graph.js';
import type { HeapIndex } from '../model/heap-index.js';
import type { Slice } from '../model/page.js';
import type { PathTreeQuery, PathTreeRow } from '../model/snapshot-rows.js';
import { keptAnswer } from './kept-answers.js';
import { className, edgeLabel, nodeRow } from './node-row.js';
import { PathKeys, pathKeysOf } from './path-keys.js';
import { poll } from './poll.js';
import { sortedBy } from './sorted-by.js';
import { edgeUp, NO_STEP } from './steps-up.js';
import { type Beside, wantedObjects } from './wanted-objects.js';

/**
 * One level of the tree that the shortest paths to the objects asked for make, from the roots down, merged by class and
 * name (Eclipse MAT, "merge shortest paths to GC roots"). A row goes by one of the nodes that stand there: numbers of `PathKeys` are
 * others in each thread, and once all were numbered ahead.
 */
export function pathTreePage(
  index: HeapIndex,
  query: PathTreeQuery,
  beside?: Beside,
  watch: Watch = UNWATCHED,
): Slice<PathTreeRow> {
  const tree = treeOf(index, query, beside, watch);
  const { keys, first, child } = tree;
  const key = keyOf(index, tree, query.key, watch);
  const { from, count } = query.page;
  const level = key === undefined ? new Uint32Array(0) : child.slice(first[key], first[key + 1]);
  // Keys are others in each thread, and the next page may come from another.
  level.sort((a, b) => tree.earliest[a] - tree.earliest[b]);
  const rows = Uint32Array.from(level.keys());
  const { by, descending } = query.sort;
  if (by === 'className') {
    const name = (at: number): string => className(index, keys.example(level[at]));
    rows.sort((a, b) => (name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : a - b) * (descending ? -1 : 1));
  } else {
    const column = tree[by];
    sortedBy(
      rows,
      Float64Array.from(level, (at) => column[at]),
      descending,
    );
  }
  return {
    total: rows.length,
    rows: Array.from(rows.subarray(from, from + count), (at) => rowOf(index, tree, level[at])),
  };
}

/** The row above those that begin at the roots. */
const TOP = 0;

/** `named`: a node, from 1. Undefined where no row of the tree is at it. */
function keyOf(
  { graph }: HeapIndex,
  { keys, count }: Tree,
  named = TOP,
  watch: Watch = UNWATCHED,
): number | undefined {
  if (named === TOP) return TOP;
  const key = named > graph.nodeCount ? NO_KEY : keys.of(named - 1, watch);
  return key < count.length ? key : undefined;
}

const NO_KEY = Number.POSITIVE_INFINITY;

interface Tree {
  readonly keys: PathKeys;
  /** A row a key. */
  readonly count: Uint32Array;
  readonly ends: Uint32Array;
  readonly selfSize: Float64Array;
  readonly retainedSize: Float64Array;
  /** Of the objects asked for that a row leads to the first in the graph: no two rows of a level have the same. */
  readonly earliest: Uint32Array;
  /** Keys below each key: rows `first[key]` up to `first[key + 1]` of `child`. */
  readonly first: Uint32Array;
  readonly child: Uint32Array;
}

function treeOf(index: HeapIndex, query: PathTreeQuery, beside: Beside = {}, watch: Watch): Tree {
  const { className: of, node, id, newSince, stillIn } = query;
  const { earlier, later } = beside;
  const question = JSON.stringify([of, node, id, newSince, stillIn]);
  const make = (): Tree => {
    // All of a class stand for each other; of one object, or of what is new, the examples must be among them.
    const keys = of !== undefined && !earlier ? pathKeysOf(index, watch) : new PathKeys(index, watch);
    return grown(index, wantedObjects(index, query, beside, watch), keys, watch);
  };
  // Each row that is opened asks the same again.
  return keptAnswer(index, `path tree ${question}`, make, earlier, later);
}

function grown(index: HeapIndex, nodes: ArrayLike<number>, keys: PathKeys, watch: Watch): Tree {
  const { shallowSize, retainedSize: retainedBy } = index;
  const keyOf = new Uint32Array(nodes.length);
  for (let at = 0; at < nodes.length; at++) {
    poll(watch, at, nodes.length, 'paths');
    keyOf[at] = keys.of(nodes[at], watch);
  }
  const root = keys.of(0);
  const length = keys.count + 1;
  const [count, ends] = [new Uint32Array(length), new Uint32Array(length)];
  const [selfSize, retainedSize] = [new Float64Array(length), new Float64Array(length)];
  const earliest = new Uint32Array(length).fill(index.graph.nodeCount);
  const above = nearestAbove(index, nodes, watch);
  for (let at = 0; at < nodes.length; at++) {
    poll(watch, at, nodes.length, 'paths');
    const [node, key] = [nodes[at], keyOf[at]];
    if (node < earliest[key]) earliest[key] = node;
    count[key]++;
    ends[key]++;
    selfSize[key] += shallowSize[node];
    retainedSize[key] += retainedBy[node];
    // From where the way leads through the one that dominates it, that one counts for both.
    const holder = above(node);
    if (holder !== NOBODY) retainedSize[keys.of(holder)] -= retainedBy[node];
  }
  const first = new Uint32Array(length + 1);
  const parent = new Uint32Array(length);
  for (let key = length - 1; key > 0; key--) {
    const up = keys.above(key) === root ? TOP : keys.above(key);
    parent[key] = up;
    // The root says nothing, unless it was asked for; other questions have other keys.
    if (count[key] === 0 || (key === root && ends[key] === 0)) continue;
    if (up !== TOP) {
      count[up] += count[key];
      if (earliest[key] < earliest[up]) earliest[up] = earliest[key];
      selfSize[up] += selfSize[key];
      retainedSize[up] += retainedSize[key];
    }
    first[up + 1]++;
  }
  for (let key = 0; key < length; key++) first[key + 1] += first[key];
  const child = new Uint32Array(first[length]);
  const next = first.slice();
  for (let key = 1; key < length; key++)
    if (count[key] > 0 && (key !== root || ends[key] > 0)) child[next[parent[key]]++] = key;
  return { keys, count, ends, selfSize, retainedSize, earliest, first, child };
}

const NOBODY = -1;

/** For each of `nodes` the nearest other of them that dominates it. Ways up are walked once. */
function nearestAbove(
  { graph, dominator }: HeapIndex,
  nodes: ArrayLike<number>,
  watch: Watch,
): (node: number) => number {
  // A node of the set stands for itself; 0 is not known yet, 1 for nobody, else the node + 2.
  const known = new Uint32Array(graph.nodeCount);
  const wanted = new Uint8Array(graph.nodeCount);
  for (let at = 0; at < nodes.length; at++) wanted[nodes[at]] = 1;
  const way: number[] = [];
  return (node) => {
    if (node === 0) return NOBODY;
    let at = dominator[node];
    let found = 1;
    for (;;) {
      if (wanted[at] === 1) found = at + 2;
      else if (known[at] !== 0) found = known[at];
      else if (at !== 0) {
        poll(watch, way.length + 1, 0, 'paths');
        way.push(at);
        at = dominator[at];
        continue;
      }
      break;
    }
    for (let step = way.pop(); step !== undefined; step = way.pop()) known[step] = found;
    return found - 2;
  };
}

function rowOf(
  index: HeapIndex,
  { keys, count, ends, selfSize, retainedSize, first }: Tree,
  key: number,
): PathTreeRow {
  const example = keys.example(key);
  const edge = edgeUp(index, example);
  return {
    key: example + 1,
    edge: edge === NO_STEP ? '' : keys.anyName(key) ? '[…]' : edgeLabel(index, edge),
    edgeType: edge === NO_STEP ? 'root' : EDGE_TYPES[index.graph.edgeType[edge]],
    className: className(index, example),
    example: nodeRow(index, example),
    count: count[key],
    ends: ends[key],
    selfSize: selfSize[key],
    retainedSize: retainedSize[key],
    childCount: first[key + 1] - first[key],
  };
}
