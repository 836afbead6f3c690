import { expect, it } from 'vitest';
import { buildHeapIndex } from '../../../shared/analysis/heap-index.js';
import { heapQueries } from '../../../shared/analysis/heap-queries.js';
import type { Age, DiffBy, ObjectFilter } from '../../../shared/api/snapshots.js';
import { snapshotId } from '../../../shared/base/brand.js';
import { type HeapGraph, NodeType } from '../../../shared/model/heap-graph.js';
import type { HeapIndex } from '../../../shared/model/heap-index.js';
import { drawnClasses } from '../../helpers/drawn-classes.js';

const [early, late] = [snapshotId('s/1'), snapshotId('s/2')];
const page = { from: 0, count: 100 };

function asked(drawing: string, later = drawing) {
  const first = drawnClasses(drawing);
  const second = drawnClasses(later);
  const [a, b] = [buildHeapIndex(first.graph), buildHeapIndex(second.graph)];
  return { at: first.at, ...heapQueries((id) => (id === early ? a : b)) };
}

const CACHE = `
  root            -> window:shortcut Other:shortcut
  window 10       -> Map=cache
  Map 20          -> Item#a=a Item#b=b Item#c=c
  Item#a 100      -> Shared
  Item#b 100      -> Shared Other:weak
  Item#c 100
  Shared 7
  Other 3`;

it('the ways to the objects of a class, from a root of the program down', () => {
  const { paths } = asked(CACHE);
  const found = paths(early, { className: 'Item', limit: 10 });
  expect(found.map(({ count, steps }) => [count, steps.map(({ edge, name }) => `${edge} ${name}`)])).toEqual([
    [1, [' window', '.cache Map', '.a Item']],
    [1, [' window', '.cache Map', '.b Item']],
    [1, [' window', '.cache Map', '.c Item']],
  ]);
});

it('keys with digits in a large table are one way; paths by other names stay apart, however many', () => {
  const items = Array.from({ length: 6000 }, (_, i) => `Item#${i} 1`);
  const table = `root -> Map:shortcut\nMap 1 -> ${items.map((_, i) => `Item#${i}=k${i}`).join(' ')}`;
  const one = asked(`${table}\n${items.join('\n')}`).paths(early, { className: 'Item', limit: 10 });
  expect(one.map(({ count, retainedSize }) => [count, retainedSize])).toEqual([[6000, 6000]]);

  const holders = items.flatMap((_, i) => (i % 2 === 0 ? [`H${i} 1 -> Item#${i} Item#${i + 1}`] : []));
  const apart = `root -> ${holders.map((_, i) => `H${i * 2}:shortcut`).join(' ')}\n${holders.join('\n')}\n${items.join('\n')}`;
  const many = asked(apart).paths(early, { className: 'Item', limit: 1e9 });
  expect(many.length).toBe(3000);
  expect(many.every(({ count }) => count === 2)).toBe(true);
});

it('retainers leave out weak ones; references have all', () => {
  const { at, retainers, references } = asked(CACHE);
  expect(retainers(early, at('Other'), page).rows.map(({ node }) => node)).toEqual([at('root')]);
  expect(references(early, at('Item#b'), page).rows.map(({ node }) => node)).toEqual([
    at('Shared'),
    at('Other'),
  ]);
});

it('what only a node keeps alive, largest first', () => {
  const { at, dominated } = asked(CACHE);
  const { rows, total } = dominated(early, at('Map'), page);
  expect(total).toBe(4);
  expect(rows.map(({ label, retainedSize }) => [label, retainedSize])).toEqual([
    ['Item', 100],
    ['Item', 100],
    ['Item', 100],
    ['Shared', 7],
  ]);
});

it('what is new, what is gone, and only the new that a third still has', () => {
  const before = 'root -> List:shortcut\nList 1 -> Item#a\nItem#a 10';
  const after = `${before.replace('-> Item#a', '-> Item#a Item#b')}\nItem#b 30`;
  const { diff } = asked(before, after);
  const query = { by: 'class', sort: { by: 'sizeDelta', descending: true }, page } as const;
  const grown = diff({ base: early, compared: late, ...query });
  expect(grown.rows).toMatchObject([
    { name: 'Item', addedCount: 1, addedSize: 30, removedCount: 0, survivedCount: 1, retainedDelta: 30 },
    { name: 'List', addedCount: 0, retainedDelta: 30 },
  ]);
  const shrunk = diff({ base: late, compared: early, ...query });
  expect(shrunk.rows.find(({ name }) => name === 'Item')).toMatchObject({ removedCount: 1, sizeDelta: -30 });
  const gone = diff({ base: early, compared: late, third: early, ...query });
  expect(gone.totals).toMatchObject({ addedCount: 0, removedCount: 0 });
});

it('pages of one order fit together, and another order is another', () => {
  const { objects } = asked(CACHE);
  const sort = { by: 'retainedSize', descending: true } as const;
  const whole = objects(early, { sort, page }).rows.map(({ node }) => node);
  const parts = [0, 3, 6].flatMap((from) => objects(early, { sort, page: { from, count: 3 } }).rows);
  expect(parts.map(({ node }) => node)).toEqual(whole.slice(0, 9));
  const up = objects(early, { sort: { ...sort, descending: false }, page }).rows;
  expect(up[up.length - 1].retainedSize).toBe(Math.max(...parts.map(({ retainedSize }) => retainedSize)));
});

it('refuses a node that is not there and a pattern that could run for ever', () => {
  const { node, classes } = asked(CACHE);
  expect(() => node(early, 99 as never)).toThrow(/no node 99/);
  const sort = { by: 'name', descending: false } as const;
  expect(() => classes(early, { filter: { text: '/(a+)+$/' }, sort, page })).toThrow(/repeats/);
});

it('objects within bounds of size and distance', () => {
  const { at, objects } = asked(CACHE);
  const sort = { by: 'id', descending: false } as const;
  const found = (filter: ObjectFilter) => objects(early, { sort, page, filter }).rows.map(({ node }) => node);
  expect(found({ minSelfSize: 100 })).toEqual([at('Item#a'), at('Item#b'), at('Item#c')]);
  expect(found({ minRetainedSize: 300, maxDistance: 1 })).toEqual([at('window')]);
  expect(found({ minSelfSize: 1, maxDistance: 2 })).toEqual([at('window'), at('Map'), at('Other')]);
  expect(found({ detached: true })).toEqual([]);
});

it('new in the second and still there in the third', () => {
  const [base, compared, third] = ['s/1', 's/2', 's/3'].map(snapshotId);
  const of = (drawing: string) => buildHeapIndex(drawnClasses(drawing).graph);
  const heaps = new Map([
    [base, of('root -> A#1\nA#1 10\nB#1 5\nB#2 6\nA#2 20')],
    [compared, of('root -> A#1 A#2 B#1 B#2 B#3\nA#1 10\nB#1 5\nB#2 6\nA#2 20\nB#3 7\nB#4 8')],
    [third, of('root -> A#1 A#2 B#1 B#2 B#3\nA#1 10\nB#1 5\nB#2 6\nA#2 20\nB#3 7')],
  ]);
  const { diff } = heapQueries((id) => heaps.get(id) as HeapIndex);
  const sort = { by: 'addedCount', descending: true } as const;
  const two = diff({ base, compared, by: 'class', sort, page });
  expect(two.rows.map(({ name, addedCount, addedSize }) => [name, addedCount, addedSize])).toEqual([
    ['B', 2, 15],
  ]);
  const three = diff({ base, compared, third, by: 'class', sort, page });
  expect(three.rows.map(({ name, addedCount, addedSize }) => [name, addedCount, addedSize])).toEqual([
    ['B', 1, 7],
  ]);
});

it('by allocation site, and by object', () => {
  const strings = ['', 'root', 'Row', 'load', 'app.js'];
  const graph = (nodes: number, traceNode: readonly number[]): HeapGraph => ({
    producer: 'v8',
    nodeCount: nodes,
    edgeCount: 0,
    nodeType: Uint8Array.from({ length: nodes }, (_, row) =>
      row === 0 ? NodeType.synthetic : NodeType.object,
    ),
    name: Uint32Array.from({ length: nodes }, (_, row) => (row === 0 ? 1 : 2)),
    id: Uint32Array.from({ length: nodes }, (_, row) => row * 2 + 1),
    selfSize: Uint32Array.from({ length: nodes }, (_, row) => (row === 0 ? 0 : 8)),
    firstEdge: new Uint32Array(nodes + 1),
    edgeType: new Uint8Array(0),
    edgeName: new Uint32Array(0),
    edgeTarget: new Uint32Array(0),
    strings: { length: strings.length, at: (row) => strings[row] },
    traceNode: Uint32Array.from(traceNode),
    traces: {
      length: 1,
      id: Uint32Array.of(7),
      parent: Uint32Array.of(0),
      function: Uint32Array.of(0),
      count: Uint32Array.of(2),
      size: Float64Array.of(16),
      functions: {
        length: 1,
        name: Uint32Array.of(3),
        scriptName: Uint32Array.of(4),
        scriptId: Uint32Array.of(1),
        line: Uint32Array.of(12),
        column: Uint32Array.of(1),
      },
    },
  });
  const [base, compared] = [early, late];
  const before = buildHeapIndex(graph(2, [0, 7]));
  const after = buildHeapIndex(graph(5, [0, 7, 7, 7, 0]));
  const { diff, objects } = heapQueries((id) => (id === base ? before : after));
  const byId = { by: 'id', descending: false } as const;
  const sort = { by: 'addedCount', descending: true } as const;
  const told = (by: DiffBy) =>
    diff({ base, compared, by, sort, page }).rows.map(({ name, addedCount, sizeDelta }) => [
      name,
      addedCount,
      sizeDelta,
    ]);
  expect(told('site')).toEqual([
    ['load app.js:12', 2, 16],
    ['(allocated before tracking)', 1, 8],
  ]);
  const rows = diff({ base, compared, by: 'site', sort, page }).rows;
  const opened = (site: number | undefined, age?: Age) =>
    objects(compared, {
      base,
      ...(site !== undefined && { site }),
      ...(age && { age }),
      sort: byId,
      page,
    }).rows.map(({ id, age: told }) => [id, told]);
  expect(opened(rows[0].site)).toEqual([
    [5, 'new'],
    [7, 'new'],
  ]);
  expect(opened(rows[0].site, 'survived')).toEqual([[3, 'survived']]);
  expect(opened(rows[0].site, 'deleted')).toEqual([]);
  expect(opened(rows[1].site)).toEqual([[9, 'new']]);
  expect(told('object')).toEqual([
    ['Row @5 Row', 1, 8],
    ['Row @7 Row', 1, 8],
    ['Row @9 Row', 1, 8],
  ]);
});
