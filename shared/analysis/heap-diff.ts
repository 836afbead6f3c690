import { Failure } from '../base/failure.js';
import type { HeapIndex } from '../model/heap-index.js';
import type { DiffAnswer, DiffQuery, DiffRow } from '../model/snapshot-rows.js';
import { classesAs } from './classes-as.js';
import { NOBODY, sameObjects } from './identity.js';
import { className, nodeLabel } from './node-row.js';
import { siteNaming } from './site-names.js';
import { sortedPage } from './sorted-rows.js';
import { textMatch } from './text-match.js';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Totals = Mutable<DiffAnswer['totals']>;

const ADDRESSES =
  'CPython names objects by their address, which a new object may take over: an address with another type or size counts as new.';
/** By object there would be a row for every new one. */
const MOST_OBJECTS = 100_000;

/** What is new, gone and still there between two heaps; with a third, of the new only what it still has. */
export function heapDiff(
  earlier: HeapIndex,
  compared: HeapIndex,
  third: HeapIndex | undefined,
  query: DiffQuery,
): DiffAnswer {
  if (query.by === 'site' && !compared.graph.traces)
    throw new Failure(
      'no-sites',
      'These snapshots have no allocation sites.',
      'Record with --allocations, or compare by class.',
    );
  const same = sameObjects(earlier, compared);
  const base = classesAs(compared, earlier);
  const survived = new Uint8Array(compared.graph.nodeCount);
  for (const other of same) if (other !== NOBODY) survived[other] = 1;
  const stays = third && sameObjects(compared, third);

  const rows = new Map<string, Mutable<DiffRow>>();
  const rowOf = (name: string): Mutable<DiffRow> => {
    let row = rows.get(name);
    if (!row) {
      row = { name, ...nothing() };
      rows.set(name, row);
    }
    return row;
  };
  const name = naming(query.by, base, compared);
  // With a third nobody asks what is gone.
  for (let node = 0; node < same.length && !third; node++) {
    if (same[node] !== NOBODY || base.shallowSize[node] === 0) continue;
    const row = rowOf(name(base, node));
    row.removedCount++;
    row.removedSize += base.shallowSize[node];
  }
  for (let node = 0; node < survived.length; node++) {
    if (survived[node] === 1) {
      if (query.by === 'class') rowOf(name(compared, node)).survivedCount++;
      continue;
    }
    if (compared.shallowSize[node] === 0 || (stays && stays[node] === NOBODY)) continue;
    const row = rowOf(name(compared, node));
    row.addedCount++;
    row.addedSize += compared.shallowSize[node];
  }
  if (query.by === 'class') addRetained(rows, base, compared);

  const changed: DiffRow[] = [];
  const totals: Totals = nothing();
  const matches = textMatch(query.filter?.text);
  for (const row of rows.values()) {
    row.countDelta = row.addedCount - row.removedCount;
    row.sizeDelta = row.addedSize - row.removedSize;
    if (row.addedCount + row.removedCount === 0 && !row.retainedDelta) continue;
    if (!matches(row.name) || !wanted(row, query)) continue;
    for (const key of Object.keys(totals) as (keyof Totals)[]) totals[key] += row[key];
    changed.push(row);
  }
  const caveat = compared.graph.producer === 'cpython' ? ADDRESSES : undefined;
  return { ...sortedPage(changed, query.sort as never, query.page), totals, ...(caveat && { caveat }) };
}

function nothing(): Totals {
  return {
    addedCount: 0,
    removedCount: 0,
    survivedCount: 0,
    addedSize: 0,
    removedSize: 0,
    countDelta: 0,
    sizeDelta: 0,
  };
}

function wanted(
  { countDelta, sizeDelta, addedCount, removedCount, addedSize }: DiffRow,
  { filter }: DiffQuery,
): boolean {
  if (filter?.only === 'growing' && countDelta <= 0 && sizeDelta <= 0) return false;
  if (filter?.only === 'new' && addedCount === 0) return false;
  if (filter?.only === 'deleted' && removedCount === 0) return false;
  return addedSize >= (filter?.minSize ?? 0);
}

function addRetained(rows: Map<string, Mutable<DiffRow>>, base: HeapIndex, compared: HeapIndex): void {
  for (const row of rows.values()) row.retainedDelta = 0;
  for (const [index, sign] of [
    [base, -1],
    [compared, 1],
  ] as const)
    index.classNames.forEach((name, of) => {
      const row = rows.get(name);
      if (row) row.retainedDelta = (row.retainedDelta ?? 0) + sign * index.classRetained[of];
    });
}

function naming(
  by: DiffQuery['by'],
  base: HeapIndex,
  compared: HeapIndex,
): (index: HeapIndex, node: number) => string {
  if (by === 'class') return className;
  if (by === 'site') return siteNaming();
  if (base.graph.nodeCount + compared.graph.nodeCount > 20 * MOST_OBJECTS)
    throw new Failure(
      'too-many',
      'There are too many objects for a row each.',
      'Compare by class and open one.',
    );
  return (index, node) =>
    `${className(index, node)} @${index.graph.id[node]} ${nodeLabel(index, node)}`.slice(0, 200);
}
