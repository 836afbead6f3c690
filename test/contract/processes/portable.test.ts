import { setTimeout } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { PortableProcessTable } from '../../../electron/processes/portable/portable-process-table.js';
import { PortableReader } from '../../../electron/samplers/portable/portable-reader.js';
import { ledger } from '../../../shared/analysis/ledger/ledger.js';
import { endTargets, startNode } from '../../helpers/process-targets.js';

/** What serves macOS and Windows, here on this system: the library works on all three. */

afterEach(endTargets);

it('finds a process, what runs in it, its parent, and sees it go', async () => {
  const target = startNode("console.log('{}'); setInterval(() => {}, 1e6)");
  await target.line();
  const table = new PortableProcessTable();
  const found = await table.get(target.pid);
  expect(found).toMatchObject({
    ppid: process.pid,
    runtime: { kind: 'v8', flavour: 'node' },
    attachable: true,
  });
  expect(found?.rss).toBeGreaterThan(20e6);
  expect((await table.tree(process.pid)).map(({ pid }) => pid)).toContain(target.pid);
  const key = { pid: target.pid, startTime: found?.startTime ?? 0 };
  const gone = new Promise<readonly number[]>((resolve) => {
    const stop = table.watchTree(key, (change) => {
      if (change.gone.length === 0) return;
      stop();
      resolve(change.gone.map(({ pid }) => pid));
    });
  });
  await endTargets();
  expect(await gone).toEqual([target.pid]);
});

it('reads RSS and accounts for what the runtime tells of it, the rest unexplained', async () => {
  const target = startNode("console.log('{}'); setInterval(() => {}, 1e6)");
  await target.line();
  const { startTime = 0 } = (await new PortableProcessTable().get(target.pid)) ?? {};
  const reader = new PortableReader({ pid: target.pid, startTime }, ledger);
  const next = async (): Promise<Readonly<Record<string, number>>> => {
    for (;;) {
      const reading = reader.read(performance.now());
      if ('ended' in reading) throw new Error(`it ${reading.ended}`);
      if (reading['rss'] !== undefined) return reading;
      await setTimeout(20);
    }
  };
  const { rss } = await next();
  const { reading } = await reader.readSlowly({ 'heap.used': 4e6, 'heap.committed': 6e6, external: 1e6 });
  expect(reading).toMatchObject({ 'ledger.heap.used': 4e6, 'ledger.heap.free': 2e6, 'ledger.external': 1e6 });
  expect(reading['ledger.unexplained']).toBe(rss - 7e6);
  // No mapping was seen: an entry that is not known is not told as none.
  expect(reading).not.toHaveProperty('ledger.files');
  await endTargets();
  let answer = reader.read(performance.now());
  for (; !('ended' in answer); answer = reader.read(performance.now())) await setTimeout(20);
  expect(answer).toEqual({ ended: 'exited' });
});
