import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildHeapIndex } from '../../../shared/analysis/heap-index.js';
import { heapQueries } from '../../../shared/analysis/heap-queries.js';
import type { DominatorQuery } from '../../../shared/api/snapshots.js';
import { snapshotId } from '../../../shared/base/brand.js';
import { drawnClasses } from '../../helpers/drawn-classes.js';
import { randomHeap } from '../../helpers/random-heap.js';

const one = snapshotId('s/1');
const { graph, at } = drawnClasses(`
  root       -> App:shortcut Log:shortcut
  App 5      -> Item#a Item#b Shared
  Log 1      -> Shared Line#a
  Item#a 100 -> Text#a
  Item#b 30
  Shared 40
  Line#a 7
  Text#a 9`);
const index = buildHeapIndex(graph);
const { dominators } = heapQueries(() => index);
const ask = (query: Partial<DominatorQuery>) =>
  dominators(one, {
    by: 'object',
    sort: { by: 'retainedSize', descending: true },
    page: { from: 0, count: 10 },
    ...query,
  }).rows.map(({ name, count, selfSize, retainedSize, childCount }) => [
    name,
    count,
    selfSize,
    retainedSize,
    childCount,
  ]);

it('the top of the dominator tree, largest first', () => {
  expect(ask({})).toEqual([
    ['App', 1, 5, 144, 2],
    ['Shared', 1, 40, 40, 0],
    ['Log', 1, 1, 8, 1],
  ]);
});

it('a level below, also as classes, and what a class opens to', () => {
  expect(ask({ node: at('App') })).toEqual([
    ['Item', 1, 100, 109, 1],
    ['Item', 1, 30, 30, 0],
  ]);
  expect(ask({ node: at('App'), by: 'class' })).toEqual([['Item', 2, 130, 139, 1]]);
  expect(ask({ node: at('App'), className: 'Item' })).toHaveLength(2);
  expect(ask({ className: 'Item' })).toEqual([]);
  expect(ask({ sort: { by: 'name', descending: false } }).map(([name]) => name)).toEqual([
    'App',
    'Log',
    'Shared',
  ]);
});

it('an object that is not there', () => {
  expect(() => ask({ node: 99 as never })).toThrow('no node 99');
});

it('a level by size and by steps from the roots', () => {
  expect(ask({ filter: { minRetainedSize: 40 } }).map(([name]) => name)).toEqual(['App', 'Shared']);
  expect(ask({ filter: { minSelfSize: 5, maxDistance: 1 } }).map(([name]) => name)).toEqual(['App']);
  // Of a class the size is that of all its objects on the level.
  expect(ask({ node: at('App'), by: 'class', filter: { minRetainedSize: 139 } })).toHaveLength(1);
  expect(ask({ node: at('App'), filter: { minRetainedSize: 110 } })).toEqual([]);
  expect(ask({ filter: { text: undefined } })).toEqual(ask({}));
});

it('what a class, a text or a pattern finds anywhere below, by itself and as classes', () => {
  expect(ask({ filter: { className: 'Item' } })).toEqual([
    ['Item', 1, 100, 109, 1],
    ['Item', 1, 30, 30, 0],
  ]);
  expect(ask({ filter: { className: 'Item', minRetainedSize: 31 } })).toHaveLength(1);
  expect(ask({ filter: { className: 'Item' }, node: at('Log') })).toEqual([]);
  expect(ask({ filter: { text: '/^(Item|Text|Line)$/' } }).map(([name]) => name)).toEqual([
    'Item',
    'Item',
    'Line',
  ]);
  expect(ask({ filter: { text: 'item' }, by: 'class' })).toEqual([['Item', 2, 130, 139, 1]]);
  expect(ask({ filter: { text: 'item' }, by: 'class', className: 'Item' })).toHaveLength(1);
  expect(ask({ filter: { text: 'item' }, className: 'Item' })).toHaveLength(2);
  expect(ask({ filter: { className: 'Nothing' } })).toEqual([]);
  expect(() => ask({ filter: { text: '/(a+)+$/' } })).toThrow(/repeats/);
});

it('any heap: what is found are the topmost that match, none below another', () => {
  fc.assert(
    fc.property(randomHeap(), fc.constantFrom('Alpha', 'Beta', 'Object'), (drawn, text) => {
      const heap = buildHeapIndex(drawn);
      const queries = heapQueries(() => heap);
      const page = { from: 0, count: 1000 };
      const sort = { by: 'retainedSize', descending: true } as const;
      const all = queries.objects(one, { text, filter: { minSelfSize: 1 }, sort, page }).rows;
      const wanted = new Set(all.map(({ node }) => node as number).filter((node) => node !== 0));
      const above = (node: number): boolean => {
        for (let up = heap.dominator[node]; up !== 0; up = heap.dominator[up])
          if (wanted.has(up)) return true;
        return false;
      };
      const found = queries.dominators(one, { by: 'object', filter: { text }, sort, page }).rows;
      expect(new Set(found.map(({ object }) => object?.node))).toEqual(
        new Set([...wanted].filter((node) => !above(node))),
      );
    }),
  );
});
