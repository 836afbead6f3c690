import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildHeapIndex } from '../../../shared/analysis/heap-index.js';
import { pathNumbers } from '../../../shared/analysis/path-keys.js';
import { pathTreePage } from '../../../shared/analysis/path-tree.js';
import { makeRetainers } from '../../../shared/analysis/retainers.js';
import { retainingPaths } from '../../../shared/analysis/retaining-paths.js';
import { edgeUp, holderUp } from '../../../shared/analysis/steps-up.js';
import type { HeapIndex } from '../../../shared/model/heap-index.js';
import { randomHeap } from '../../helpers/random-heap.js';

const page = { from: 0, count: 100 };

/** The tree of a class as it is drawn: keys are numbers that only have to name the same row again. */
function drawn(index: HeapIndex, className: string, key?: number): unknown {
  const sort = { by: 'className', descending: false } as const;
  const { rows } = pathTreePage(index, { className, sort, page, ...(key !== undefined && { key }) });
  const tree = rows.map((row) => [
    ...[row.className, row.edge, row.count, row.ends, row.selfSize, row.retainedSize, row.childCount],
    row.childCount > 0 ? drawn(index, className, row.key) : [],
  ]);
  return tree.map((row) => JSON.stringify(row)).sort();
}

it('any heap: the paths of a class are the same where all were numbered ahead', () => {
  fc.assert(
    fc.property(randomHeap(), (graph) => {
      const index = buildHeapIndex(graph);
      const held = { ...index, retainers: makeRetainers(graph, index.distance) };
      const ahead = { ...held, paths: pathNumbers(held) };
      expect(ahead.paths?.keyOf.every((key) => key > 0)).toBe(true);
      for (const [row, className] of index.classNames.entries()) {
        if (index.classCount[row] === 0) continue;
        const query = { className, limit: 100 };
        expect(retainingPaths(ahead, query)).toEqual(retainingPaths(held, query));
        expect(retainingPaths(index, query)).toEqual(retainingPaths(held, query));
        expect(drawn(ahead, className)).toEqual(drawn(held, className));
      }
    }),
  );
});

it('any heap: a row of the tree is opened by whoever is asked, whatever that one numbered before', () => {
  fc.assert(
    fc.property(randomHeap(), (graph) => {
      const index = buildHeapIndex(graph);
      const held = { ...index, retainers: makeRetainers(graph, index.distance) };
      const ahead = { ...held, paths: pathNumbers(held) };
      const sort = { by: 'className', descending: false } as const;
      const named = index.classNames.filter((_, row) => index.classCount[row] > 0);
      // One that numbered the ways to the last classes first.
      for (const className of named.toReversed()) retainingPaths(held, { className, limit: 1 });
      for (const className of named) {
        const open = (asked: HeapIndex, key: number) =>
          pathTreePage(asked, { className, sort, page, key })
            .rows.map((row) => JSON.stringify([row.edge, row.count, row.ends, row.retainedSize]))
            .sort();
        const keys = pathTreePage(held, { className, sort, page }).rows.map(({ key }) => key);
        for (const key of keys) expect(open(ahead, key)).toEqual(open(held, key));
      }
    }),
  );
});

it('any heap: rows of a level stand in one order for whoever is asked, also those that are equal', () => {
  fc.assert(
    fc.property(randomHeap(), (graph) => {
      const index = buildHeapIndex(graph);
      const held = { ...index, retainers: makeRetainers(graph, index.distance) };
      const ahead = { ...held, paths: pathNumbers(held) };
      const named = index.classNames.filter((_, row) => index.classCount[row] > 0);
      for (const className of named.toReversed()) retainingPaths(held, { className, limit: 1 });
      for (const className of named)
        for (const by of ['count', 'retainedSize', 'selfSize', 'className'] as const)
          for (const descending of [true, false]) {
            const level = (asked: HeapIndex, key?: number): readonly unknown[] =>
              pathTreePage(asked, { className, sort: { by, descending }, page, key }).rows.map((row) => [
                ...[row.className, row.edge, row.edgeType, row.count, row.ends, row.retainedSize],
                row.childCount > 0 ? level(asked, row.key) : [],
              ]);
            expect(level(ahead)).toEqual(level(held));
          }
    }),
  );
});

it('any heap: the step of each node is the same without the rows of all holders', () => {
  fc.assert(
    fc.property(randomHeap(), (graph) => {
      const index = buildHeapIndex(graph);
      const held = { ...index, retainers: makeRetainers(graph, index.distance) };
      for (let node = 0; node < graph.nodeCount; node++) {
        expect(edgeUp(index, node)).toBe(edgeUp(held, node));
        expect(holderUp(index, node)).toBe(holderUp(held, node));
      }
    }),
  );
});
