import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildHeapIndex } from '../../../shared/analysis/heap-index.js';
import { heapQueries } from '../../../shared/analysis/heap-queries.js';
import type { DiffBy, DiffQuery } from '../../../shared/api/snapshots.js';
import { snapshotId } from '../../../shared/base/brand.js';
import type { HeapIndex } from '../../../shared/model/heap-index.js';
import { drawnClasses } from '../../helpers/drawn-classes.js';
import { randomHeap } from '../../helpers/random-heap.js';

const [base, compared] = [snapshotId('s/1'), snapshotId('s/2')];
const page = { from: 0, count: 1000 };
const sort = { by: 'sizeDelta', descending: true } as const;

const asked = (before: HeapIndex, after: HeapIndex) => heapQueries((id) => (id === base ? before : after));
const drawn = (drawing: string): HeapIndex => buildHeapIndex(drawnClasses(drawing).graph);
const { diff, classes } = asked(
  drawn('root -> App:shortcut\nApp 5 -> Item#a Item2#a\nItem#a 10\nItem2#a 500'),
  drawn(
    'root -> App:shortcut\nApp 5 -> Item#a List=list\nItem#a 10\nItem2#gone 0\nList 8 -> Item#b Row#a\nItem#b 30\nRow#a 1',
  ),
);
const rows = (by: DiffBy, filter: DiffQuery['filter']) =>
  diff({ base, compared, by, filter, sort, page }).rows.map(({ name, addedCount, removedCount }) => [
    name,
    addedCount,
    removedCount,
  ]);

it('one class by its whole name, in one heap and in a comparison', () => {
  const order = { by: 'name', descending: false } as const;
  const names = (className: string) =>
    classes(base, { filter: { className }, sort: order, page }).rows.map(({ name }) => name);
  expect(names('Item')).toEqual(['Item']);
  expect(names('Ite')).toEqual([]);
  expect(rows('class', { className: 'Item' })).toEqual([['Item', 1, 0]]);
  expect(rows('class', { className: 'Item2' })).toEqual([['Item2', 0, 1]]);
  expect(rows('class', { className: 'Nothing' })).toEqual([]);
});

it('a comparison by path counts only objects of the class', () => {
  expect(rows('path', {})).toHaveLength(4);
  expect(rows('path', { className: 'Item' })).toEqual([['App › .list List › .Item Item', 1, 0]]);
  expect(rows('path', { className: 'Item2' })).toEqual([['App › .Item2 Item2', 0, 1]]);
  expect(rows('module', { className: 'Row' })).toEqual([['(runtime)', 1, 0]]);
});

it('by steps from the roots, and by size what went counts as what came does', () => {
  expect(rows('class', { maxDistance: 2 })).toEqual([
    ['Item', 1, 0],
    ['List', 1, 0],
    ['App', 0, 0],
    ['Item2', 0, 1],
  ]);
  expect(rows('path', { maxDistance: 2 })).toEqual([
    ['App › .list List', 1, 0],
    ['App › .Item2 Item2', 0, 1],
  ]);
  expect(rows('class', { minSize: 30 }).map(([name]) => name)).toEqual(['Item', 'Item2']);
});

it('any two heaps: rows of a class by path sum to its row by class', () => {
  fc.assert(
    fc.property(randomHeap(), randomHeap(), (one, other) => {
      const queries = asked(buildHeapIndex(one), buildHeapIndex(other));
      for (const row of queries.diff({ base, compared, by: 'class', sort, page }).rows)
        for (const by of ['path', 'module'] as const) {
          const filter = { className: row.name };
          const { totals } = queries.diff({ base, compared, by, filter, sort, page });
          const { addedCount, removedCount, addedSize, removedSize, sizeDelta } = row;
          expect(totals).toMatchObject({ addedCount, removedCount, addedSize, removedSize, sizeDelta });
        }
    }),
  );
});

it('objects of a comparison are those that it counts: what has no size has no age', () => {
  const { objects } = asked(drawn('root -> A#1\nA#1 10'), drawn('root -> A#1 B#1 C#1\nA#1 10\nB#1 0\nC#1 4'));
  const found = objects(compared, { base, sort: { by: 'id', descending: false }, page }).rows;
  expect(found.map(({ className, age }) => [className, age])).toEqual([
    ['A', 'survived'],
    ['C', 'new'],
  ]);
});
