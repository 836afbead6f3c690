import { expect, it } from 'vitest';
import { heapDiff } from '../../../shared/analysis/heap-diff.js';
import { buildHeapIndex } from '../../../shared/analysis/heap-index.js';
import { isRuntimeClass } from '../../../shared/analysis/runtime-classes.js';
import { snapshotId } from '../../../shared/base/brand.js';
import type { HeapGraph } from '../../../shared/model/heap-graph.js';
import type { DiffBy, DiffQuery } from '../../../shared/model/snapshot-rows.js';
import { drawnClasses } from '../../helpers/drawn-classes.js';
import { heapGraph } from '../../helpers/heap-graph.js';

type Drawn = (drawing: string) => { readonly graph: HeapGraph };
const changed = (drawn: Drawn, before: string, after: string, more: Partial<DiffQuery> = {}) =>
  heapDiff(buildHeapIndex(drawn(before).graph), buildHeapIndex(drawn(after).graph), undefined, {
    ...{ base: snapshotId('s/1'), compared: snapshotId('s/2'), by: 'class' as DiffBy },
    ...{ sort: { by: 'retainedDelta', descending: true } as const, page: { from: 0, count: 10 } },
    ...more,
  });
const namesOf = ({ rows }: ReturnType<typeof changed>) => rows.map(({ name }) => name);

const BEFORE = `
  root:synthetic 0 -> global:shortcut
  global@3 50 -> system_/_Context code:internal
  system_/_Context@5 40 -> Store
  Store@7 20
  code:code@9 30`;
const AFTER = `
  root:synthetic 0 -> global:shortcut
  global@3 50 -> system_/_Context code:internal
  system_/_Context@5 40 -> Store Odd
  Store@7 20 -> Item#a Item#b
  code:code@9 30 -> more:internal
  more:code@19 30
  Odd@11 1
  Item#a@13 400
  Item#b@15 400`;

it('what the runtime keeps for itself stands behind, and nothing is left out', () => {
  const plain = changed(heapGraph, BEFORE, AFTER);
  expect(namesOf(plain)).toEqual(['global', 'system / Context', 'Item', 'Store', '(compiled code)', 'Odd']);
  const own = changed(heapGraph, BEFORE, AFTER, { ownFirst: true });
  expect(namesOf(own)).toEqual(['Item', 'Store', 'Odd', 'global', 'system / Context', '(compiled code)']);
  expect(own.rows.map(({ runtime }) => runtime ?? false)).toEqual([false, false, false, true, true, true]);
  expect(own.totals).toEqual(plain.totals);
  expect(own.total).toBe(plain.total);
  expect(plain.rows.some(({ runtime }) => runtime)).toBe(false);
});

it('both halves go by the column, up and down, and pages join', () => {
  const by = (descending: boolean, from: number, count: number) =>
    namesOf(
      changed(heapGraph, BEFORE, AFTER, {
        ...{ ownFirst: true, sort: { by: 'retainedDelta', descending } },
        page: { from, count },
      }),
    );
  expect(by(false, 0, 10)).toEqual([
    ...['Odd', 'Item', 'Store'],
    ...['(compiled code)', 'system / Context', 'global'],
  ]);
  expect([...by(true, 0, 1), ...by(true, 1, 2), ...by(true, 3, 3)]).toEqual(by(true, 0, 6));
});

it('a tenth of all that came and went by its own bytes keeps its place: code can leak', () => {
  const compiled = AFTER.replace('more:code@19 30', 'more:code@19 300');
  const code = ({ rows }: ReturnType<typeof changed>) => rows.find(({ name }) => name === '(compiled code)');
  const came = changed(heapGraph, BEFORE, compiled, { ownFirst: true });
  expect(namesOf(came)).toEqual([
    ...['Item', 'Store', '(compiled code)', 'Odd'],
    ...['global', 'system / Context'],
  ]);
  expect(code(came)?.runtime).toBeUndefined();
  expect(code(changed(heapGraph, compiled, BEFORE, { ownFirst: true }))?.runtime).toBeUndefined();
  expect(code(changed(heapGraph, AFTER, BEFORE, { ownFirst: true }))?.runtime).toBe(true);
});

it('by file and package what no file defines stands behind, however large', () => {
  const python: Drawn = (drawing) => heapGraph(drawing, { producer: 'cpython' });
  const before = 'root:synthetic 0 -> app.User\napp.User@3 10';
  const after = `root:synthetic 0 -> app.User app.User#b dict
    app.User@3 10
    app.User#b@5 10
    dict@7 5000`;
  const sort = { by: 'sizeDelta', descending: true } as const;
  for (const by of ['module', 'package'] as const) {
    expect(namesOf(changed(python, before, after, { by, sort }))).toEqual(['builtins', 'app']);
    expect(namesOf(changed(python, before, after, { by, sort, ownFirst: true }))).toEqual([
      'app',
      'builtins',
    ]);
  }
  const v8 = changed(
    drawnClasses,
    'root -> App:shortcut\nApp 5',
    'root -> App:shortcut\nApp 5 -> Item#a\nItem#a 10',
    {
      ...{ by: 'module', sort, ownFirst: true },
    },
  );
  expect(v8.rows.map(({ runtime }) => runtime)).toEqual([true]);
});

it('classes that programs make objects of are none of the runtime’s', () => {
  const kept = 'Map|Object|Array|Function|(string)|(array)|Promise|globalThing|Window1|Socket|Node|systemic';
  for (const name of kept.split('|')) expect(isRuntimeClass(name, 'v8'), name).toBe(false);
  const own = 'global|system / Map|Node / Environment|Window / https://a.example|(object shape)|(system)';
  for (const name of own.split('|')) expect(isRuntimeClass(name, 'v8'), name).toBe(true);
  for (const name of ['dict', 'list', 'function', 'coroutine', 'app.module', 'system / Map'])
    expect(isRuntimeClass(name, 'cpython'), name).toBe(false);
  for (const name of ['module', 'type', 'code', 'cell']) expect(isRuntimeClass(name, 'cpython')).toBe(true);
});
