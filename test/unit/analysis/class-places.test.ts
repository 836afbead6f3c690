import { expect, it } from 'vitest';
import { classPlaces } from '../../../shared/analysis/class-places.js';
import { buildHeapIndex } from '../../../shared/analysis/heap-index.js';
import { heapQueries } from '../../../shared/analysis/heap-queries.js';
import type { ClassQuery, DiffQuery } from '../../../shared/api/snapshots.js';
import { snapshotId } from '../../../shared/base/brand.js';
import type { HeapGraph } from '../../../shared/model/heap-graph.js';
import type { HeapIndex } from '../../../shared/model/heap-index.js';
import { drawnClasses } from '../../helpers/drawn-classes.js';

const FILES = ['/srv/app/model.js', '/srv/app/node_modules/@acme/pool/lib/pool.js', 'node:internal/timers'];

/** A class in each of the files, its constructor known by what all its closures share. */
function heap(): HeapGraph {
  const { graph, at } = drawnClasses(`
    root            -> User#a:shortcut Pool#a:shortcut Timeout#a:shortcut Text#a:shortcut
    User#a 10       -> User#b
    User#b 20       -> Pool#b
    Pool#a 5
    Pool#b 7
    Timeout#a 3
    Text#a 1
    Shared0 0       -> Script0:internal=script
    Shared1 0       -> Script1:internal=script
    Shared2 0       -> Script2:internal=script
    Make0 0         -> Shared0:internal=shared
    Make1 0         -> Shared1:internal=shared
    Make2 0         -> Shared2:internal=shared
    Script0 0
    Script1 0
    Script2 0`);
  const texts = Array.from({ length: graph.strings.length }, (_, row) => graph.strings.at(row) ?? '');
  FILES.forEach((file, i) => {
    texts[graph.name[at(`Script${i}`)]] = file;
  });
  const places: readonly (readonly [string, number])[] = [
    ['User#a', 0],
    ['User#b', 0],
    ['Pool#a', 1],
    ['Pool#b', 1],
    ['Timeout#a', 2],
    ['Make0', 0],
    ['Make1', 1],
    ['Make2', 2],
  ];
  const sorted = places
    .map(([key, script]) => [at(key) as number, script] as const)
    .sort(([a], [b]) => a - b);
  return {
    ...graph,
    strings: { length: texts.length, at: (row) => texts[row] },
    locations: {
      length: sorted.length,
      node: Uint32Array.from(sorted, ([node]) => node),
      script: Uint32Array.from(sorted, ([, script]) => script + 40),
      line: new Uint32Array(sorted.length),
      column: new Uint32Array(sorted.length),
    },
  };
}

const page = { from: 0, count: 100 };
const ask = (graph: HeapGraph, query: Partial<ClassQuery>) => {
  const index = buildHeapIndex(graph);
  const sort = { by: 'selfSize', descending: true } as const;
  return heapQueries(() => index).classes(snapshotId('s/1'), { sort, page, ...query }).rows;
};

it('CPython: the module and the package are in the name', () => {
  const { graph } = drawnClasses(`root -> app.models.User dict
    app.models.User 10
    dict 3`);
  const index = buildHeapIndex({ ...graph, producer: 'cpython' });
  const places = classPlaces(index);
  expect(places[index.classNames.indexOf('app.models.User')]).toEqual({
    module: 'app.models',
    package: 'app',
  });
  expect(places[index.classNames.indexOf('dict')]).toEqual({ module: 'builtins', package: 'builtins' });
});

it('V8: classes by the file and by the package that defines them', () => {
  const graph = heap();
  const files = ask(graph, { by: 'module' }).map(({ name, count, selfSize, retainedSize }) => [
    name,
    count,
    selfSize,
    retainedSize,
  ]);
  expect(files).toEqual([
    // One holds the other: counted once, with the object of another file that it holds.
    [FILES[0], 2, 30, 37],
    [FILES[1], 2, 12, 12],
    [FILES[2], 1, 3, 3],
    ['(runtime)', 1, 1, 1],
  ]);
  expect(ask(graph, { by: 'package' }).map(({ name }) => name)).toEqual([
    '(program)',
    '@acme/pool',
    'node',
    '(runtime)',
  ]);
  expect(ask(graph, { filter: { package: '@acme/pool' } }).map(({ name }) => name)).toEqual(['Pool']);
  expect(ask(graph, { filter: { module: FILES[0] } }).map(({ name }) => name)).toEqual(['User']);
});

it('a diff of the classes of one file or package alone', () => {
  const { graph } = drawnClasses('root -> Other:shortcut\nOther 1');
  const indexes = new Map([
    ['s/1', buildHeapIndex(graph)],
    ['s/2', buildHeapIndex(heap())],
  ]);
  const diff = (filter: DiffQuery['filter']) =>
    heapQueries((id) => indexes.get(id) as HeapIndex).diff({
      base: snapshotId('s/1'),
      compared: snapshotId('s/2'),
      by: 'class',
      filter,
      sort: { by: 'sizeDelta', descending: true },
      page,
    });
  expect(diff({ package: '@acme/pool' }).rows.map(({ name }) => name)).toEqual(['Pool']);
  expect(diff({ module: FILES[0] }).totals.addedCount).toBe(2);
  expect(diff({ module: '/nowhere.js' }).total).toBe(0);
});

it('of files and packages the one that defines a class', () => {
  const graph = heap();
  const names = (by: 'module' | 'package', className: string) =>
    ask(graph, { by, filter: { className } }).map(({ name }) => name);
  expect(names('module', 'User')).toEqual([FILES[0]]);
  expect(names('package', 'Pool')).toEqual(['@acme/pool']);
  expect(names('module', 'Nothing')).toEqual([]);
});
