import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildHeapIndex } from '../../../shared/analysis/heap-index.js';
import { holderCounts, holdersOfOne } from '../../../shared/analysis/holders-of-one.js';
import { retainerPage } from '../../../shared/analysis/object-rows.js';
import { makeRetainers } from '../../../shared/analysis/retainers.js';
import { ordinal } from '../../../shared/base/brand.js';
import { UNWATCHED } from '../../../shared/base/watch.js';
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

it('one that more hold than are searched for one by one, in several stretches of edges', () => {
  const wide = 300_000;
  const { graph, at } = heapGraph('root -> Held=kept Other=other\nHeld 5\nOther 5');
  const [held, other] = [at('Held'), at('Other')];
  const edgeTarget = Uint32Array.from({ length: wide }, (_, edge) => (edge % 3 === 0 ? other : held));
  const firstEdge = new Uint32Array(graph.nodeCount + 1).fill(wide);
  firstEdge[0] = 0;
  const found = holdersOfOne({ ...graph, edgeCount: wide, edgeTarget, firstEdge }, other, UNWATCHED);
  expect(found.edges).toEqual(Uint32Array.from({ length: wide / 3 }, (_, row) => row * 3));
  expect(found.holders.every((holder) => holder === 0)).toBe(true);
  const counts = holderCounts(
    { ...graph, edgeCount: wide, edgeTarget, firstEdge },
    [held, other, held],
    UNWATCHED,
  );
  expect(counts).toEqual([(wide / 3) * 2, wide / 3, (wide / 3) * 2]);
});
