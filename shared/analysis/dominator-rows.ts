import type { NodeOrdinal } from '../base/brand.js';
import { UNWATCHED, type Watch } from '../base/watch.js';
import type { HeapIndex } from '../model/heap-index.js';
import type { Page, Slice } from '../model/page.js';
import type { DominatorFilter, DominatorQuery, DominatorRow, NodeRow } from '../model/snapshot-rows.js';
import { classNamed } from './class-named.js';
import { keptAnswer } from './kept-answers.js';
import { labelMatch } from './label-match.js';
import { nodeLabel, nodeRow } from './node-row.js';
import { objectMatch } from './object-match.js';
import { poll } from './poll.js';
import { RowList } from './row-list.js';
import { sortedPage } from './sorted-rows.js';
import { topRows } from './top-rows.js';
import { topmostRows } from './topmost-rows.js';

/** One level of the dominator tree: objects, or a row for each class of them. */
export function dominatorPage(
  index: HeapIndex,
  { node = 0 as NodeOrdinal, by, className, filter, sort, page }: DominatorQuery,
  watch: Watch = UNWATCHED,
): Slice<DominatorRow> {
  const below = childCounts(index, watch);
  const { minSelfSize = 0, minRetainedSize = 0, ...rest } = filter ?? {};
  // Of a class the sizes are of all its objects together.
  const all = filtered(index, node, by === 'class' ? rest : filter, watch);
  const list = className === undefined ? all : ofClass(index, all, className);
  const { rows } = list;
  if (by === 'class') {
    const classes = byClass(index, rows, below, watch);
    const large = classes.filter(
      ({ selfSize, retainedSize }) => selfSize >= minSelfSize && retainedSize >= minRetainedSize,
    );
    return sortedPage(large, sort, page);
  }
  const { shallowSize, retainedSize } = index;
  const column = { retainedSize, selfSize: shallowSize, count: undefined, name: undefined }[sort.by];
  const row = (at: number): DominatorRow => {
    const object = { ...nodeRow(index, at), childCount: below[at] };
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
  if (column)
    return { total: rows.length, rows: topRows(list, column, sort.descending, page, watch).map(row) };
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
export function dominatedPage(
  index: HeapIndex,
  node: NodeOrdinal,
  page: Page,
  watch: Watch = UNWATCHED,
): Slice<NodeRow> {
  const below = childCounts(index, watch);
  const list = childrenOf(index, node, watch);
  return {
    total: list.length,
    rows: topRows(list, index.retainedSize, true, page, watch).map((at) => ({
      ...nodeRow(index, at),
      childCount: below[at],
    })),
  };
}

function byClass(
  { classOf, classNames, shallowSize, retainedSize }: HeapIndex,
  rows: Uint32Array,
  below: Uint32Array,
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
    row.childCount += below[at];
  }
  return [...found.values()];
}

/** Of each node how many it dominates immediately. */
function childCounts(index: HeapIndex, watch: Watch): Uint32Array {
  return keptAnswer(index, 'dominated', () => counted(index, watch));
}

function counted({ dominator }: HeapIndex, watch: Watch): Uint32Array {
  const made = new Uint32Array(dominator.length);
  for (let node = 1; node < dominator.length; node++) {
    poll(watch, node, dominator.length, 'dominators');
    made[dominator[node]]++;
  }
  return made;
}

/** What a node dominates immediately: one pass along the column, which rows of all would not pay for. */
function childrenOf(index: HeapIndex, node: number, watch: Watch): RowList {
  // The next page, or another order, asks for the same.
  return keptAnswer(index, `dominated by ${node}`, () => new RowList(found(index, node, watch)));
}

/** The children of a node that are wanted; where a filter looks for something, what it finds anywhere below. */
function filtered(
  index: HeapIndex,
  node: NodeOrdinal,
  filter: DominatorFilter | undefined,
  watch: Watch,
): RowList {
  if (!filter || Object.values(filter).every((one) => one === undefined))
    return childrenOf(index, node, watch);
  const { className, text, detached } = filter;
  const isLevel = className === undefined && !text && detached === undefined;
  const make = (): RowList => {
    const fits = objectMatch(index, filter);
    if (isLevel) return new RowList(childrenOf(index, node, watch).rows.filter(fits));
    const row = className === undefined ? undefined : classNamed(index, className);
    const named = text ? labelMatch(index, text) : () => true;
    const { classOf, shallowSize } = index;
    const matches = (at: number): boolean =>
      shallowSize[at] > 0 && (row === undefined || classOf[at] === row) && fits(at) && named(at);
    return new RowList(topmostRows(index, node, matches, watch));
  };
  return keptAnswer(index, `dominated by ${node} ${JSON.stringify(filter)}`, make);
}

function ofClass(index: HeapIndex, { rows }: RowList, className: string): RowList {
  const row = classNamed(index, className);
  return new RowList(rows.filter((at) => index.classOf[at] === row));
}

function found(index: HeapIndex, wanted: number, watch: Watch): Uint32Array {
  const { dominator } = index;
  const children = new Uint32Array(childCounts(index, watch)[wanted]);
  let count = 0;
  for (let node = 1; count < children.length; node++) {
    poll(watch, node, dominator.length, 'dominators');
    if (dominator[node] === wanted) children[count++] = node;
  }
  return children;
}
