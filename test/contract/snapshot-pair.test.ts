import { execFileSync } from 'node:child_process';
import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createOpenSessions } from '../../electron/api/open-sessions.js';
import { snapshotsService } from '../../electron/api/snapshots-service.js';
import { createHeapEngine } from '../../electron/engine/create-heap-engine.js';
import type { HeapEngine } from '../../electron/engine/heap-engine.js';
import { createSession } from '../../electron/store/create-session.js';
import type { ClassRow, DiffQuery, SnapshotQueries } from '../../shared/api/snapshots.js';
import { type SnapshotId, snapshotId } from '../../shared/base/brand.js';
import { type BuiltWorker, engineWorker } from '../helpers/engine-worker.js';
import { NODE_TARGET } from '../helpers/session-file.js';

const page = { from: 0, count: 1000 };
const bySize = { by: 'retainedSize', descending: true } as const;
const COUNT = 4;

let worker: BuiltWorker;
let files: readonly string[];
let session: string;
/** Of every snapshot, as an engine with room for all answers. */
let classes: readonly (readonly ClassRow[])[];
beforeAll(async () => {
  worker = await engineWorker();
  files = Array.from({ length: COUNT }, (_, at) => join(worker.folder, `pair-${at}.heapsnapshot`));
  const program = join(import.meta.dirname, '../targets/snapshots-of-a-leak.mjs');
  execFileSync(process.execPath, [program, ...files], { timeout: 60_000 });
  session = join(worker.folder, 'pair.leakscope');
  const engine = engineOf(4e9);
  try {
    classes = await recorded(engine);
  } finally {
    await engine.dispose();
  }
  // From here on there are only the columns.
  for (const file of files) rmSync(file);
}, 120_000);
afterAll(() => worker.remove());

const engineOf = (memoryLimit: number): HeapEngine =>
  createHeapEngine({ workerUrl: worker.url, memoryLimit, threads: 2 });

/** Every snapshot read from its file and stored as columns in a session. */
async function recorded(engine: HeapEngine): Promise<readonly (readonly ClassRow[])[]> {
  const writer = createSession(session, { startedAt: '2026-01-02T03:04:05.000Z' });
  const target = writer.addTarget(NODE_TARGET);
  const found: (readonly ClassRow[])[] = [];
  for (const [at, file] of files.entries()) {
    const id = snapshotId(`file/${at}`);
    const { nodes, edges, totalSize } = await engine.loadFile(id, file);
    const columns = writer.beginSnapshot(target, at * 1000);
    await engine.storeColumns(id, async ({ column, part, data }) => columns.column(column, part, data));
    columns.finish({ nodes, edges, bytes: totalSize, pause: 0 });
    found.push((await engine.classes(id, { sort: bySize, page })).rows);
  }
  writer.complete(10_000);
  return found;
}

async function withSnapshots(
  memoryLimit: number,
  use: (ask: SnapshotQueries, id: (at: number) => SnapshotId, engine: HeapEngine) => Promise<void>,
): Promise<void> {
  const engine = engineOf(memoryLimit);
  const sessions = createOpenSessions(engine);
  try {
    const { id } = await sessions.open(session);
    const ask = snapshotsService(engine, sessions.ensure);
    await use(ask, (at) => snapshotId(`${id}/${at + 1}`), engine);
  } finally {
    sessions.closeAll();
    await engine.dispose();
  }
}

it(
  'a diff by path names how the leak is held, and each row opens to its objects',
  () =>
    withSnapshots(4e9, async (ask, id) => {
      const [base, compared] = [id(0), id(1)];
      const query: DiffQuery = {
        base,
        compared,
        by: 'path',
        sort: { by: 'sizeDelta', descending: true },
        page,
      };
      const { rows, totals } = await ask.diff(query);
      const byClass = await ask.diff({ ...query, by: 'class' });
      expect([totals.addedCount, totals.removedCount, totals.addedSize, totals.removedSize]).toEqual([
        byClass.totals.addedCount,
        byClass.totals.removedCount,
        byClass.totals.addedSize,
        byClass.totals.removedSize,
      ]);
      const held = (ending: RegExp) =>
        rows.filter(({ name }) => ending.test(name) && /leakingApp/.test(name));
      const [sessions, links, jobs] = [
        held(/\.cache Map › .* Session$/),
        held(/\.next Link$/),
        held(/\.jobs Array › .*Job$/),
      ];
      expect(sessions.map(({ addedCount, removedCount }) => [addedCount, removedCount])).toEqual([[500, 0]]);
      expect(links.map(({ addedCount, removedCount }) => [addedCount, removedCount])).toEqual([[299, 0]]);
      expect(jobs.map(({ addedCount, removedCount }) => [addedCount, removedCount])).toEqual([[0, 50]]);
      expect(rows.slice(0, 5)).toContainEqual(sessions[0]);
      const opened = await ask.objects(compared, {
        base,
        path: sessions[0].path,
        age: 'new',
        sort: bySize,
        page,
      });
      expect([opened.total, new Set(opened.rows.map(({ className }) => className))]).toEqual([
        500,
        new Set(['Session']),
      ]);
      const gone = await ask.objects(compared, {
        base,
        path: jobs[0].path,
        age: 'deleted',
        sort: bySize,
        page,
      });
      expect([gone.total, gone.rows[0].className]).toEqual([50, 'Job']);
    }),
  60_000,
);

it(
  'within a memory limit the oldest is dropped, and opens again from its columns when it is asked',
  () =>
    withSnapshots(1, async (ask, id, engine) => {
      const answers = async (at: number) => (await ask.classes(id(at), { sort: bySize, page })).rows;
      for (let at = 0; at < COUNT; at++) expect(await answers(at)).toEqual(classes[at]);
      // A comparison of three needs three: these stay whatever they weigh.
      expect([0, 1, 2, 3].map((at) => engine.has(id(at)))).toEqual([false, true, true, true]);
      expect(await answers(0)).toEqual(classes[0]);
      expect([1, 2, 3, 0].map((at) => engine.has(id(at)))).toEqual([false, true, true, true]);
    }),
  60_000,
);

it('a session whose file is gone is closed, and its snapshots with it', async () => {
  const gone = join(worker.folder, 'gone.leakscope');
  copyFileSync(session, gone);
  const engine = engineOf(4e9);
  const sessions = createOpenSessions(engine);
  try {
    const { id } = await sessions.open(gone);
    await sessions.ensure(snapshotId(`${id}/1`));
    expect(engine.all()).toEqual([`${id}/1`]);
    rmSync(gone);
    sessions.close(id);
    expect(engine.all()).toEqual([]);
    expect(sessions.list()).toEqual([]);
  } finally {
    await engine.dispose();
  }
});
