import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createOpenSessions } from '../../electron/api/open-sessions.js';
import { snapshotsService } from '../../electron/api/snapshots-service.js';
import { createHeapEngine } from '../../electron/engine/create-heap-engine.js';
import { snapshotId } from '../../shared/base/brand.js';
import { engineWorker } from '../helpers/engine-worker.js';
import { scratchFolder } from '../helpers/session-file.js';
import { sessionWithSites } from '../helpers/session-with-sites.js';

test('a diff by site of a recorded session names the line that keeps allocating, and opens to its objects', async () => {
  const path = join(scratchFolder(onTestFinished), 'sites.leakscope');
  await sessionWithSites(path);
  const worker = await engineWorker();
  const engine = createHeapEngine({ workerUrl: worker.url, memoryLimit: 1e9, threads: 2 });
  const sessions = createOpenSessions(engine);
  onTestFinished(async () => {
    sessions.closeAll();
    await engine.dispose();
    worker.remove();
  });
  const { id } = await sessions.open(path);
  const ask = snapshotsService(engine, sessions.ensure);
  const [base, compared] = [snapshotId(`${id}/1`), snapshotId(`${id}/2`)];
  const page = { from: 0, count: 1000 };
  const sort = { by: 'addedCount', descending: true } as const;
  const { rows, totals } = await ask.diff({ base, compared, by: 'site', sort, page });
  const byClass = await ask.diff({ base, compared, by: 'class', sort, page });
  expect([totals.addedCount, totals.removedSize]).toEqual([
    byClass.totals.addedCount,
    byClass.totals.removedSize,
  ]);
  const receive = rows.find(({ name }) => /^receive .*snapshots-with-sites\.mjs:\d+$/.test(name));
  const order = rows.find(({ name }) => /^Order .*snapshots-with-sites\.mjs:\d+$/.test(name));
  expect(receive?.addedCount).toBeGreaterThanOrEqual(200);
  const opened = await ask.objects(compared, {
    base,
    ...(receive?.site !== undefined && { site: receive.site }),
    sort: { by: 'retainedSize', descending: true },
    page,
  });
  expect(opened.total).toBe(receive?.addedCount);
  expect(new Set(opened.rows.map(({ age }) => age))).toEqual(new Set(['new']));
  const classes = [...opened.rows.map(({ className }) => className)];
  expect(classes.filter((name) => name === 'Order').length + (order?.addedCount ?? 0)).toBeGreaterThanOrEqual(
    200,
  );
}, 120_000);
