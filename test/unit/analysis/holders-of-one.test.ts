import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildHeapIndex } from '../../../shared/analysis/heap-index.js';
import { retainerPage } from '../../../shared/analysis/object-rows.js';
import { makeRetainers } from '../../../shared/analysis/retainers.js';
import { ordinal } from '../../../shared/base/brand.js';
import { heapGraph } from '../../helpers/heap-graph.js';
import { randomHeap } from '../../helpers/random-heap.js';

it('a page of who holds a node is the same before and after the rows of all are there', () => {
  fc.assert(
    fc.property(randomHeap(), fc.nat({ max: 3 }), fc.integer({ min: 1, max: 9 }), (graph, from, count) => {
      const index = buildHeapIndex(graph);
      const ready = { ...index, retainers: makeRetainers(graph, index.distance) };
      for (let node = 0; node < graph.nodeCount; node++)
        expect(retainerPage(index, ordinal(node), { from, count })).toEqual(
          retainerPage(ready, ordinal(node), { from, count }),
        );
    }),
  );
});

it('one that many hold: each says how many hold it in turn', () => {
  const many = Array.from({ length: 40 }, (_, at) => `Row#${at} 1 -> Shared=of`);
  const { graph, at } = heapGraph(
    `root -> ${many.map((_, row) => `Row#${row}`).join(' ')} Row#3=again\n${many.join('\n')}\nShared 5`,
  );
  const page = retainerPage(buildHeapIndex(graph), at('Shared'), { from: 0, count: 5 });
  expect(page.total).toBe(40);
  expect(page.rows.map(({ label, childCount }) => [label, childCount])).toEqual([
    ['Row', 1],
    ['Row', 1],
    ['Row', 1],
    ['Row', 2],
    ['Row', 1],
  ]);
});
