import { expect, it } from 'vitest';
import { buildHeapIndex } from '../../../shared/analysis/heap-index.js';
import { heapQueries } from '../../../shared/analysis/heap-queries.js';
import type { DominatorQuery } from '../../../shared/api/snapshots.js';
import { snapshotId } from '../../../shared/base/brand.js';
import { drawnClasses } from '../../helpers/drawn-classes.js';

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
