import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildHeapIndex } from '../../../shared/analysis/heap-index.js';
import { heapQueries } from '../../../shared/analysis/heap-queries.js';
import type { DiffQuery } from '../../../shared/api/snapshots.js';
import { snapshotId } from '../../../shared/base/brand.js';
import type { HeapIndex } from '../../../shared/model/heap-index.js';
import { heapGraph } from '../../helpers/heap-graph.js';
import { randomHeap } from '../../helpers/random-heap.js';

const [base, compared] = [snapshotId('s/1'), snapshotId('s/2')];
const page = { from: 0, count: 1000 };
const bySize = { by: 'sizeDelta', descending: true } as const;

const asked = (before: HeapIndex, after: HeapIndex) => {
  const { diff, objects } = heapQueries((id) => (id === base ? before : after));
  const rows = (more: Partial<DiffQuery> = {}) =>
    diff({ base, compared, by: 'path', sort: bySize, page, ...more });
  const opened = (path: number | undefined, age: 'new' | 'deleted' | 'survived' = 'new') =>
    objects(compared, { base, path, age, sort: { by: 'id', descending: false }, page });
  return { rows, opened, diff };
};
const drawn = (drawing: string) => buildHeapIndex(heapGraph(drawing).graph);

const BEFORE = `
  root@1       -> App:shortcut
  App@3 5      -> Cache=cache List=pending
  Cache@5 10   -> Item#a=first
  List@7 20    -> Item#c:element Old=last
  Item#a@9 100
  Item#c@11 100
  Old@13 30`;

// The strings of the second heap stand in another order.
const AFTER = `
  root@1       -> App:shortcut
  App@3 5      -> List=pending Cache=cache Link#1=links
  List@7 20    -> Item#c:element Item#d:element=1 Item#e:element=2
  Cache@5 10   -> Item#a=first Item#b=second
  Item#a@9 100
  Item#c@11 100
  Item#d@21 100
  Item#e@23 100
  Item#b@25 100
  Link#1@31 8  -> Link#2=next
  Link#2@33 8  -> Link#3=next
  Link#3@35 8
  Lost@41 7`;

it('what is new and what is gone, by the way it is held, largest growth first', () => {
  const { rows, opened } = asked(drawn(BEFORE), drawn(AFTER));
  const { rows: found, totals, total } = rows();
  expect(
    found.map((row) => [row.name, row.addedCount, row.addedSize, row.removedCount, row.sizeDelta]),
  ).toEqual([
    ['App › .pending List › […] Item', 2, 200, 0, 200],
    ['App › .cache Cache › .second Item', 1, 100, 0, 100],
    ['App › .links Link › .next Link', 2, 16, 0, 16],
    ['App › .links Link', 1, 8, 0, 8],
    ['(no root reaches it) › Lost', 1, 7, 0, 7],
    ['App › .pending List › .last Old', 0, 0, 1, -30],
  ]);
  expect([total, totals.addedCount, totals.removedCount, totals.sizeDelta]).toEqual([6, 7, 1, 301]);
  expect(rows({ filter: { text: '.cache' } }).total).toBe(1);
  expect(rows({ filter: { only: 'deleted' } }).rows.map(({ name }) => name)).toEqual([found[5].name]);
  const ids = (row: number, age?: 'new' | 'deleted' | 'survived') =>
    opened(found[row].path, age).rows.map(({ id }) => id);
  expect(ids(0)).toEqual([21, 23]);
  expect(ids(2)).toEqual([33, 35]);
  expect(ids(5, 'deleted')).toEqual([13]);
  expect([ids(5), ids(0, 'deleted'), ids(0, 'survived')]).toEqual([[], [], []]);
  expect(opened(0).total).toBe(0);
});

it('the middle of a long path is left out, its ends are not', () => {
  const steps = Array.from({ length: 30 }, (_, at) => `Step${at}@${101 + at * 2} 1 -> Step${at + 1}=of`);
  const { rows } = asked(
    drawn('root@1 -> X\nX@3 1'),
    drawn(`root@1 -> Step0\n${steps.join('\n')}\nStep30@99 500`),
  );
  const { rows: found } = rows();
  expect(found[0].name).toMatch(/^Step0 › \.of Step1 › .* › … 15 more … › .* › \.of Step30$/);
});

it('any two heaps: the rows sum to the diff by class, and each opens to as many objects as it counts', () => {
  fc.assert(
    fc.property(randomHeap(), randomHeap(), (first, second) => {
      const [before, after] = [buildHeapIndex(first), buildHeapIndex(second)];
      const { rows, opened, diff } = asked(before, after);
      const byClass = diff({ base, compared, by: 'class', sort: bySize, page });
      const { rows: found, totals } = rows();
      for (const key of ['addedCount', 'removedCount', 'addedSize', 'removedSize'] as const)
        expect(totals[key]).toBe(byClass.totals[key]);
      for (const { path, addedCount, removedCount, addedSize } of found) {
        const fresh = opened(path);
        expect([fresh.total, opened(path, 'deleted').total]).toEqual([addedCount, removedCount]);
        expect(fresh.rows.reduce((sum, row) => sum + row.selfSize, 0)).toBe(addedSize);
      }
    }),
  );
});
