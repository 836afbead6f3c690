import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { snapshotsService } from '../../electron/api/snapshots-service.js';
import { createHeapEngine } from '../../electron/engine/create-heap-engine.js';
import type { HeapEngine } from '../../electron/engine/heap-engine.js';
import { CANCELLABLE } from '../../shared/api/leakscope-api.js';
import type { PathTreeRow, SnapshotQueries } from '../../shared/api/snapshots.js';
import { snapshotId } from '../../shared/base/brand.js';
import { CallEnd } from '../../shared/base/call.js';
import { connect } from '../../shared/protocol/client.js';
import { serve } from '../../shared/protocol/server.js';
import { channelPair } from '../helpers/channel-pair.js';
import { type BuiltWorker, engineWorker } from '../helpers/engine-worker.js';

const one = snapshotId('s/1');
const page = { from: 0, count: 50 };
const sort = { by: 'retainedSize', descending: true } as const;

let worker: BuiltWorker;
let engine: HeapEngine;
let snapshots: SnapshotQueries;
beforeAll(async () => {
  worker = await engineWorker();
  engine = createHeapEngine({ workerUrl: worker.url, memoryLimit: 1e9, threads: 2 });
  const path = join(worker.folder, 'a.heapsnapshot');
  writeFileSync(
    path,
    gunzipSync(readFileSync(join(import.meta.dirname, '../fixtures/heap/node20.heapsnapshot.gz'))),
  );
  await engine.loadFile(one, path);
  const { near, far } = channelPair();
  serve(far, { snapshots: snapshotsService(engine, async () => {}) } as never, CANCELLABLE);
  snapshots = connect<{ snapshots: SnapshotQueries }>(near).services.snapshots;
}, 60_000);
afterAll(async () => {
  await engine.dispose();
  worker.remove();
});

it('the paths of a class as one tree, opened down to its objects', async () => {
  let left = 100;
  const ends = async (key?: number): Promise<number> => {
    const query = { className: 'Leaky', ...(key !== undefined && { key }), sort, page };
    const { rows } = await snapshots.pathTree(one, query);
    let found = 0;
    for (const row of rows) found += row.ends + (row.childCount > 0 && left-- > 0 ? await ends(row.key) : 0);
    return found;
  };
  const { rows } = await snapshots.classes(one, { filter: { text: '/^Leaky$/' }, sort, page });
  const roots: readonly PathTreeRow[] = (await snapshots.pathTree(one, { className: 'Leaky', sort, page }))
    .rows;
  const sum = (key: 'count' | 'retainedSize') => roots.reduce((all, row) => all + row[key], 0);
  expect([sum('count'), sum('retainedSize')]).toEqual([rows[0].count, rows[0].retainedSize]);
  expect(await ends()).toBe(rows[0].count);
}, 60_000);

it('the top of the dominator tree, as objects and as classes, has every byte once', async () => {
  const { totalSize } = await snapshots.summary(one);
  const classes = await snapshots.dominators(one, { by: 'class', sort, page: { from: 0, count: 1000 } });
  const bytes = classes.rows.reduce((all, row) => all + row.retainedSize, 0);
  expect(bytes).toBeLessThanOrEqual(totalSize);
  expect(bytes).toBeGreaterThan(totalSize * 0.95);
  const [largest] = classes.rows;
  const opened = await snapshots.dominators(one, { by: 'object', className: largest.name, sort, page });
  expect(opened.total).toBe(largest.count);
  const [first] = opened.rows;
  if (!first.object) throw new Error('a row of an object has it');
  const below = await snapshots.dominators(one, { node: first.object.node, by: 'object', sort, page });
  expect(below.total).toBe(first.childCount);
}, 60_000);

it('classes by package, and those of one', async () => {
  const packages = await snapshots.classes(one, { by: 'package', sort, page });
  expect(packages.rows.length).toBeGreaterThan(0);
  const [largest] = packages.rows;
  const inside = await snapshots.classes(one, {
    filter: { package: largest.name },
    sort,
    page: { from: 0, count: 1000 },
  });
  expect(inside.rows.reduce((all, row) => all + row.count, 0)).toBe(largest.count);
}, 60_000);

it('what does not fit is refused by name; what nobody waits for is cancelled', async () => {
  const bad = { className: 'Leaky', sort: { by: 'name', descending: true }, page } as never;
  await expect(snapshots.pathTree(one, bad)).rejects.toMatchObject({ code: 'bad-arguments' });
  await expect(snapshots.dominators(one, { by: 'file', sort, page } as never)).rejects.toMatchObject({
    code: 'bad-arguments',
  });
  const controller = new AbortController();
  const asked = snapshots.paths(one, { className: '(string)', limit: 3 }, new CallEnd(controller.signal));
  controller.abort();
  await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
  await expect(snapshots.pathTree(one, { className: 'No such class', sort, page })).rejects.toMatchObject({
    code: 'no-such-object',
  });
}, 60_000);

/** Three snapshots of one process: of what comes after the first, a part is gone again in the third. */
const PROGRAM = `
  const v8 = require('node:v8');
  class Made { constructor(i) { this.i = i; this.own = 'text ' + i; } }
  global.kept = Array.from({ length: 30 }, (_, i) => new Made(i));
  v8.writeHeapSnapshot(process.argv[1]);
  global.kept.push(...Array.from({ length: 200 }, (_, i) => new Made(i)));
  global.passing = Array.from({ length: 70 }, (_, i) => new Made(i));
  v8.writeHeapSnapshot(process.argv[2]);
  global.passing = undefined;
  v8.writeHeapSnapshot(process.argv[3]);
`;

it('a comparison of three opens to what is new in the second and still in the third', async () => {
  const [base, compared, third] = ['t/1', 't/2', 't/3'].map(snapshotId);
  const files = [1, 2, 3].map((at) => join(worker.folder, `three-${at}.heapsnapshot`));
  const { status, stderr } = spawnSync(process.execPath, ['-e', PROGRAM, ...files], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  expect([status, stderr]).toEqual([0, '']);
  await Promise.all([base, compared, third].map((id, at) => engine.loadFile(id, files[at])));
  const query = { base, compared, sort: { by: 'addedCount', descending: true }, page } as const;
  const made = async (more: { third?: typeof third }) => {
    const filter = { text: '/^Made$/' };
    const [row] = (await snapshots.diff({ ...query, ...more, by: 'class', filter })).rows;
    const opened = await snapshots.objects(compared, {
      ...{ className: 'Made', base, age: 'new', sort, page },
      ...more,
    } as const);
    return [row.addedCount, opened.total];
  };
  expect(await made({})).toEqual([270, 270]);
  expect(await made({ third })).toEqual([200, 200]);
  const paths = { className: 'Made', newSince: base, limit: 10 };
  const counted = async (more: object): Promise<number> =>
    (await snapshots.paths(compared, { ...paths, ...more })).reduce((sum, { count }) => sum + count, 0);
  expect([await counted({}), await counted({ stillIn: third })]).toEqual([270, 200]);
  const { rows } = await snapshots.diff({ ...query, third, by: 'path' });
  for (const { path, addedCount } of rows.slice(0, 5)) {
    const opened = await snapshots.objects(compared, { base, third, path, age: 'new', sort, page });
    expect(opened.total).toBe(addedCount);
  }
}, 120_000);
