import type { NodeOrdinal } from '../base/brand.js';
import { UNWATCHED, type Watch } from '../base/watch.js';
import type { HeapIndex } from '../model/heap-index.js';
import type { Page, Slice } from '../model/page.js';
import type { DominatorQuery, DominatorRow, NodeRow } from '../model/snapshot-rows.js';
import { classNamed } from './class-named.js';
import { nodeLabel, nodeRow } from './node-row.js';
import { poll } from './poll.js';
import { sortedPage } from './sorted-rows.js';
import { topRows } from './top-rows.js';

/** One level of the dominator tree: objects, or a row for each class of them. */
export function dominatorPage(
  index: HeapIndex,
  { node = 0 as NodeOrdinal, by, className, sort, page }: DominatorQuery,
  watch: Watch = UNWATCHED,
): Slice<DominatorRow> {
  const { first, child } = dominatorTree(index, watch);
  let rows = child.subarray(first[node], first[node + 1]);
  if (className !== undefined) {
    const row = classNamed(index, className);
    rows = rows.filter((at) => index.classOf[at] === row);
  }
  if (by === 'class') return sortedPage(byClass(index, rows, first, watch), sort, page);
  const { shallowSize, retainedSize } = index;
  const count = (at: number): number => first[at + 1] - first[at];
  const column = { retainedSize, selfSize: shallowSize, count: undefined, name: undefined }[sort.by];
  const row = (at: number): DominatorRow => {
    const object = { ...nodeRow(index, at), childCount: count(at) };
    const { selfSize, childCount } = object;
    return {
      name: nodeLabel(index, at),
      object,
      count: 1,
      selfSize,
      retainedSize: retainedSize[at],
      childCount,
    };
  };
  if (column) return { total: rows.length, rows: topRows(rows, column, sort.descending, page).map(row) };
  // Each counts as one object; by name only what a person reads is told apart.
  const named = Array.from(rows, (at) => ({ at, name: sort.by === 'name' ? nodeLabel(index, at) : '' }));
  const sign = sort.descending ? -1 : 1;
  named.sort((a, b) => (a.name < b.name ? -sign : a.name > b.name ? sign : a.at - b.at));
  return {
    total: rows.length,
    rows: named.slice(page.from, page.from + page.count).map(({ at }) => row(at)),
  };
}

/** What only a node keeps alive: its children in the dominator tree, largest first. */
export function dominatedPage(index: HeapIndex, node: NodeOrdinal, page: Page): Slice<NodeRow> {
  const { first, child } = dominatorTree(index);
  const rows = child.subarray(first[node], first[node + 1]);
  return {
    total: rows.length,
    rows: topRows(rows, index.retainedSize, true, page).map((at) => ({
      ...nodeRow(index, at),
      childCount: first[at + 1] - first[at],
    })),
  };
}

function byClass(
  { classOf, classNames, shallowSize, retainedSize }: HeapIndex,
  rows: Uint32Array,
  first: Uint32Array,
  watch: Watch,
): readonly DominatorRow[] {
  const found = new Map<
    number,
    { name: string; count: number; selfSize: number; retainedSize: number; childCount: number }
  >();
  for (let i = 0; i < rows.length; i++) {
    poll(watch, i, rows.length, 'dominators');
    const at = rows[i];
    let row = found.get(classOf[at]);
    if (!row) {
      row = { name: classNames[classOf[at]], count: 0, selfSize: 0, retainedSize: 0, childCount: 0 };
      found.set(classOf[at], row);
    }
    row.count++;
    row.selfSize += shallowSize[at];
    row.retainedSize += retainedSize[at];
    row.childCount += first[at + 1] - first[at];
  }
  return [...found.values()];
}

interface DominatorTree {
  readonly first: Uint32Array;
  readonly child: Uint32Array;
}

const trees = new WeakMap<HeapIndex, DominatorTree>();

/** Children of each node, the counting sort of `retainers.ts`. */
function dominatorTree(index: HeapIndex, watch: Watch = UNWATCHED): DominatorTree {
  const known = trees.get(index);
  if (known) return known;
  const { dominator } = index;
  const first = new Uint32Array(dominator.length + 1);
  for (let node = 1; node < dominator.length; node++) first[dominator[node] + 1]++;
  for (let node = 0; node < dominator.length; node++) first[node + 1] += first[node];
  const child = new Uint32Array(Math.max(0, dominator.length - 1));
  const next = first.slice();
  for (let node = 1; node < dominator.length; node++) {
    poll(watch, node, dominator.length, 'dominators');
    child[next[dominator[node]]++] = node;
  }
  const made = { first, child };
  trees.set(index, made);
  return made;
}
