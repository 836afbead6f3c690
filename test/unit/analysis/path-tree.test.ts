import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildHeapIndex } from '../../../shared/analysis/heap-index.js';
import { heapQueries } from '../../../shared/analysis/heap-queries.js';
import { retainingPaths } from '../../../shared/analysis/retaining-paths.js';
import type { PathTreeQuery, PathTreeRow } from '../../../shared/api/snapshots.js';
import { snapshotId } from '../../../shared/base/brand.js';
import { drawnClasses } from '../../helpers/drawn-classes.js';
import { randomHeap } from '../../helpers/random-heap.js';

const one = snapshotId('s/1');
const page = { from: 0, count: 100 };
const sort = { by: 'retainedSize', descending: true } as const;

const TWO_WAYS = `
  root       -> App:shortcut Timers:shortcut
  App 5      -> Cache=cache List=pending
  Timers 1   -> Item#d=callback
  Cache 10   -> Item#a=first Item#b=second
  List 20    -> Item#c:element
  Item#a 100 -> Item#e=next
  Item#b 100
  Item#c 100
  Item#d 100
  Item#e 50`;

function drawn(drawing: string) {
  const { graph } = drawnClasses(drawing);
  const index = buildHeapIndex(graph);
  const { pathTree } = heapQueries(() => index);
  const opened = (
    key?: number,
    asked: Partial<PathTreeQuery> = { className: 'Item' },
  ): readonly PathTreeRow[] =>
    pathTree(one, { ...asked, ...(key !== undefined && { key }), sort, page }).rows;
  return { index, opened };
}

const told = (rows: readonly PathTreeRow[]) =>
  rows.map((row) => [
    row.edge,
    row.className,
    row.count,
    row.ends,
    row.selfSize,
    row.retainedSize,
    row.childCount,
  ]);

it('the ways to all objects of a class are one tree, with counts and bytes, from the roots down', () => {
  const { opened } = drawn(TWO_WAYS);
  const roots = opened();
  expect(told(roots)).toEqual([
    ['', 'App', 4, 0, 350, 350, 2],
    ['', 'Timers', 1, 0, 100, 100, 1],
  ]);
  const below = opened(roots[0].key);
  expect(told(below)).toEqual([
    ['.cache', 'Cache', 3, 0, 250, 250, 2],
    ['.pending', 'List', 1, 0, 100, 100, 1],
  ]);
  const ends = opened(below[0].key);
  expect(told(ends)).toEqual([
    // `next` is kept alive by `first` and counted with it.
    ['.first', 'Item', 2, 1, 150, 150, 1],
    ['.second', 'Item', 1, 1, 100, 100, 0],
  ]);
  expect(told(opened(ends[0].key))).toEqual([['.next', 'Item', 1, 1, 50, 50, 0]]);
  expect(told(opened(below[1].key))).toEqual([['[…]', 'Item', 1, 1, 100, 100, 0]]);
  expect(opened(10_000)).toEqual([]);
});

it('one object is asked for by its id', () => {
  const { opened, index } = drawn(TWO_WAYS);
  const [root, ...none] = opened(undefined, { id: index.graph.id[8] });
  expect(none).toEqual([]);
  expect(told([root])).toEqual([['', 'Timers', 1, 0, 100, 100, 1]]);
});

it('sums at the roots are those of the objects, and leaves are the merged paths', () => {
  fc.assert(
    fc.property(randomHeap(), (graph) => {
      const index = buildHeapIndex(graph);
      const row = index.classCount.findIndex((count) => count > 1);
      if (row < 0) return;
      const className = index.classNames[row];
      const { pathTree } = heapQueries(() => index);
      const ends: number[] = [];
      const open = (key?: number): readonly PathTreeRow[] => {
        const { rows } = pathTree(one, { className, ...(key !== undefined && { key }), sort, page });
        for (const { key: at, ends: here, childCount } of rows) {
          if (here > 0) ends.push(here);
          if (childCount > 0) open(at);
        }
        return rows;
      };
      const roots = open();
      const sum = (key: 'count' | 'selfSize' | 'retainedSize') =>
        roots.reduce((all, row) => all + row[key], 0);
      expect(sum('count')).toBe(index.classCount[row]);
      expect(sum('selfSize')).toBe(index.classSelf[row]);
      expect(sum('retainedSize')).toBe(index.classRetained[row]);
      const paths = retainingPaths(index, { className, limit: 1000 });
      expect(ends.toSorted()).toEqual(paths.map(({ count }) => count).toSorted());
    }),
    { numRuns: 500 },
  );
});
