import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildHeapIndex } from '../../../shared/analysis/heap-index.js';
import { heapQueries } from '../../../shared/analysis/heap-queries.js';
import { snapshotId } from '../../../shared/base/brand.js';
import type { HeapGraph } from '../../../shared/model/heap-graph.js';
import type { Age, DiffBy } from '../../../shared/model/snapshot-rows.js';
import { heapGraph } from '../../helpers/heap-graph.js';
import { randomHeap } from '../../helpers/random-heap.js';

const [base, compared, third] = ['s/1', 's/2', 's/3'].map(snapshotId);
const page = { from: 0, count: 1000 };
const sort = { by: 'id', descending: false } as const;

function three(...graphs: readonly HeapGraph[]) {
  const heaps = new Map([base, compared, third].map((id, at) => [id, buildHeapIndex(graphs[at])]));
  const ask = heapQueries((id) => heaps.get(id) as never);
  return {
    ...ask,
    rows: (by: DiffBy, stay = true) =>
      ask.diff({
        base,
        compared,
        ...(stay && { third }),
        by,
        sort: { by: 'addedCount', descending: true },
        page,
      }).rows,
    ids: (query: object, age?: Age) =>
      ask.objects(compared, { ...query, base, third, age, sort, page }).rows.map(({ id }) => id),
  };
}

const draw = (drawing: string): HeapGraph => heapGraph(drawing).graph;
// Item#c is gone again in the third heap, Item#b stays.
const drawn = three(
  draw(`
    root@1      -> App
    App@3 5     -> Item#a=kept
    Item#a@5 10`),
  draw(`
    root@1      -> App
    App@3 5     -> Item#a=kept Item#b=kept Item#c=kept
    Item#a@5 10
    Item#b@7 10
    Item#c@9 10`),
  draw(`
    root@1      -> App
    App@3 5     -> Item#a=kept Item#b=kept Item#d=kept
    Item#a@5 10
    Item#b@7 10
    Item#d@11 10`),
);

it('rows of a comparison of three open to what is new and stays: by class and by path', () => {
  const [byClass] = drawn.rows('class');
  expect(byClass).toMatchObject({ name: 'Item', addedCount: 1 });
  expect(drawn.ids({ className: 'Item' }, 'new')).toEqual([7]);
  const [byPath] = drawn.rows('path');
  expect(byPath.addedCount).toBe(1);
  expect(drawn.ids({ path: byPath.path }, 'new')).toEqual([7]);
  // Without a wish for an age: what was there before, and what stays.
  expect(drawn.ids({ className: 'Item' })).toEqual([5, 7]);
  expect(drawn.rows('class', false)[0].addedCount).toBe(2);
});

it('the paths of a class, as a list and as a tree, are of what is new and stays', () => {
  const query = { className: 'Item', newSince: base, stillIn: third };
  const paths = drawn.paths(compared, { ...query, limit: 10 });
  expect(paths.map(({ count, steps }) => [count, steps.at(-1)?.id])).toEqual([[1, 7]]);
  const tree = drawn.pathTree(compared, { ...query, sort: { by: 'count', descending: true }, page });
  expect(tree.rows.map(({ count }) => count)).toEqual([1]);
  const two = drawn.pathTree(compared, {
    ...{ className: 'Item', newSince: base },
    ...{ sort: { by: 'count', descending: true }, page },
  });
  expect(two.rows[0].count).toBe(2);
});

it('any three heaps: each row opens to as many new objects as it counts', () => {
  fc.assert(
    fc.property(randomHeap(), randomHeap(), randomHeap(), (a, b, c) => {
      const { rows, ids } = three(a, b, c);
      for (const { name, addedCount } of rows('class'))
        expect(ids({ className: name }, 'new').length).toBe(addedCount);
      for (const { path, addedCount } of rows('path')) expect(ids({ path }, 'new').length).toBe(addedCount);
    }),
  );
});
