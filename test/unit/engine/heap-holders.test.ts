import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { HeapHolders } from '../../../electron/engine/heap-holders.js';
import { OpenHeaps } from '../../../electron/engine/open-heaps.js';
import { WorkerPool } from '../../../electron/engine/worker-pool.js';
import { snapshotId } from '../../../shared/base/brand.js';
import { type BuiltWorker, engineWorker } from '../../helpers/engine-worker.js';

const a = snapshotId('s/1');
const PATIENCE = { timeout: 60_000, interval: 20 };
let worker: BuiltWorker;
let file: string;
beforeAll(async () => {
  worker = await engineWorker();
  file = join(worker.folder, 'a.heapsnapshot');
  const packed = readFileSync(join(import.meta.dirname, '../../fixtures/heap/node20.heapsnapshot.gz'));
  writeFileSync(file, gunzipSync(packed));
}, 60_000);
afterAll(() => worker.remove());

async function opened(limit: (bytes: number) => number) {
  const pool = new WorkerPool({ workerUrl: worker.url, threads: 2, keptBytes: 1e9 });
  const loaded = await pool.run('load', [file]);
  let bytes = 0;
  for (const column of loaded.heap.columns.values()) bytes += column.byteLength;
  const open = new OpenHeaps(limit(bytes), (snapshot) => pool.forget(snapshot));
  const holders = new HeapHolders(pool, open);
  open.add(a, loaded);
  holders.soon(a);
  const members = () => Object.keys(open.get(a).heap.tree as object);
  const paths = () =>
    pool.run('query', ['paths', [a, { className: 'Leaky', limit: 5 }]], new Map([[a, open.get(a).heap]]));
  const end = async (): Promise<void> => {
    holders.stop();
    await pool.close();
  };
  return { members, ready: () => holders.ready(a), paths, end };
}

it('an idle engine works out who holds whom, then the paths; answers stay the same', async () => {
  const { members, ready, paths, end } = await opened(() => 1e9);
  const before = await paths();
  // A question that needs the holders first does not do without the paths later.
  await ready();
  expect(members()).toContain('retainers');
  await expect.poll(members, PATIENCE).toContain('paths');
  expect(await paths()).toEqual(before);
  await end();
}, 120_000);

it('where there is no room the paths wait for a question', async () => {
  const { members, paths, end } = await opened((bytes) => bytes);
  await expect.poll(members, PATIENCE).toContain('retainers');
  expect(await paths()).not.toEqual([]);
  expect(members()).not.toContain('paths');
  await end();
}, 120_000);
