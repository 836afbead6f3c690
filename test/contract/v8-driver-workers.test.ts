import { afterEach, expect, test } from 'vitest';
import type { Attachment } from '../../electron/drivers/driver.js';
import { listeningPorts } from '../../electron/drivers/v8/listening-ports.js';
import { v8Driver } from '../../electron/drivers/v8/v8-driver.js';
import { collectSnapshot } from '../helpers/collected-snapshot.js';
import { isolatesOf } from '../helpers/isolates-of.js';
import { endAllTargets, startNodeTarget } from '../helpers/node-targets.js';
import { nodeBinaries } from '../helpers/runtimes.js';

const driver = v8Driver();
const limit = (): AbortSignal => AbortSignal.timeout(30_000);

afterEach(endAllTargets);

test.each(nodeBinaries())(
  'worker threads of Node $version are isolates of their own, late ones too',
  async ({ path }) => {
    const target = await startNodeTarget('workers.mjs', { binary: path });
    const main = await driver.attach(target.process, limit());
    const workers = isolatesOf(main);

    const [first, second] = [await workers.next(), await workers.next()];
    expect(main.isolate).toBeUndefined();
    expect([first.isolate, second.isolate].sort()).toEqual(['worker 1', 'worker 2']);
    for (const worker of [first, second])
      expect((await worker.sample(limit()))['heap.used']).toBeGreaterThan(0);

    const held = await Promise.all([first, second].map((worker) => thingsOf(worker)));
    expect(held.sort()).toEqual([700, 900]);

    target.signal('SIGUSR2');
    const third = await workers.next();
    await target.line(/^third$/);
    expect(await thingsOf(third)).toBe(1100);
    await third.detach();

    expect(await listeningPorts(target.pid)).toEqual([]);
    await main.detach();
    expect(target.child.exitCode).toBeNull();
  },
);

test.each(nodeBinaries())('a worker of a worker of Node $version is one too', async ({ path }) => {
  const target = await startNodeTarget('nested-workers.mjs', { binary: path });
  const main = await driver.attach(target.process, limit());
  const workers = isolatesOf(main);
  const both = [await workers.next(), await workers.next()];
  const held = await Promise.all(
    both.map(async (worker) => (await collectSnapshot(worker, limit())).idsOf('NestedThing').length),
  );
  expect(held.sort()).toEqual([0, 321]);
  await main.detach();
  expect(await listeningPorts(target.pid)).toEqual([]);
  expect(target.child.exitCode).toBeNull();
});

test.each(nodeBinaries())(
  'a blocked worker of Node $version is told of when it answers',
  async ({ path }) => {
    const target = await startNodeTarget('blocked-worker.mjs', { binary: path });
    const main = await driver.attach(target.process, limit());
    const workers = isolatesOf(main);
    await main.isolatesKnown?.();
    target.signal('SIGUSR2');
    const worker = await workers.next();
    expect((await worker.sample(limit()))['heap.used']).toBeGreaterThan(0);
    await main.detach();
  },
);

test('workers are told of also where the main thread stood still for longer than any answer is waited for', async () => {
  const target = await startNodeTarget('blocked-worker.mjs', { args: ['16000'] });
  const main = await driver.attach(target.process, limit());
  const workers = isolatesOf(main);
  await main.isolatesKnown?.();
  target.signal('SIGUSR2');
  const told = [await workers.next(), await workers.next(), await workers.next(), await workers.next()];
  expect(told.map(({ isolate }) => isolate).sort()).toEqual(['worker 1', 'worker 2', 'worker 3', 'worker 4']);
  await main.detach();
});

test('a worker is lost with its process', async () => {
  const target = await startNodeTarget('workers.mjs');
  const main = await driver.attach(target.process, limit());
  const worker = await isolatesOf(main).next();
  const reason = new Promise<string>((resolve) => worker.onLost(resolve));
  await target.end();
  expect(await reason).toBe('exited');
  await main.detach();
});

async function thingsOf(worker: Attachment): Promise<number> {
  return (await collectSnapshot(worker, limit())).idsOf('WorkerThing').length;
}
