import { expect, it } from 'vitest';
import { heapDiff } from '../../../shared/analysis/heap-diff.js';
import { buildHeapIndex } from '../../../shared/analysis/heap-index.js';
import { snapshotId } from '../../../shared/base/brand.js';
import type { HeapIndex } from '../../../shared/model/heap-index.js';
import type { DiffQuery } from '../../../shared/model/snapshot-rows.js';
import { heapGraph } from '../../helpers/heap-graph.js';

/** CPython says in its names where a class is defined: `app.models.User` stands in `app.models`, of the package `app`. */
const heap = (drawing: string): HeapIndex =>
  buildHeapIndex(heapGraph(drawing, { producer: 'cpython' }).graph);

const before = heap(`
  root:synthetic 0 -> app.models.User app.views.Page lib.Pool str
  app.models.User@3 10
  app.views.Page@5 20
  lib.Pool@7 5
  str@9 1`);
const after = heap(`
  root:synthetic 0 -> app.models.User app.models.User#b app.models.Role app.views.Page str
  app.models.User@3 10
  app.models.User#b@11 10
  app.models.Role@13 4
  app.views.Page@5 20
  str@9 1`);

const rows = (by: DiffQuery['by'], more: Partial<DiffQuery> = {}) =>
  heapDiff(before, after, undefined, {
    ...{ base: snapshotId('s/1'), compared: snapshotId('s/2'), by, ...more },
    ...{ sort: { by: 'sizeDelta', descending: true }, page: { from: 0, count: 10 } },
  }).rows.map(({ name, addedCount, removedCount, survivedCount, sizeDelta }) => [
    name,
    addedCount,
    removedCount,
    survivedCount,
    sizeDelta,
  ]);

it('a comparison by module and by package adds up the classes that each defines', () => {
  expect(rows('module')).toEqual([
    ['app.models', 2, 0, 1, 14],
    ['lib', 0, 1, 0, -5],
  ]);
  expect(rows('package')).toEqual([
    ['app', 2, 0, 2, 14],
    ['lib', 0, 1, 0, -5],
  ]);
});

it('its sums are those of the classes, and its filters the same', () => {
  const total = (by: DiffQuery['by']) => rows(by).reduce((sum, [, , , , size]) => sum + Number(size), 0);
  expect(total('module')).toBe(total('class'));
  expect(rows('package', { filter: { only: 'growing' } })).toEqual([['app', 2, 0, 2, 14]]);
});
