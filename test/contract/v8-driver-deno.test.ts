import { afterEach, expect } from 'vitest';
import { addressBook } from '../../electron/drivers/v8/address-listing.js';
import { listeningPorts } from '../../electron/drivers/v8/listening-ports.js';
import { v8Driver } from '../../electron/drivers/v8/v8-driver.js';
import { collectSnapshot } from '../helpers/collected-snapshot.js';
import { endAllTargets, startNodeTarget } from '../helpers/node-targets.js';
import { otherRuntime } from '../helpers/runtimes.js';
import { testWhere } from '../helpers/where.js';

const driver = v8Driver();
const limit = (): AbortSignal => AbortSignal.timeout(30_000);
const DENO = otherRuntime('deno');
const NONE = 'Deno could not be fetched, and LEAKSCOPE_DENO names none';

afterEach(endAllTargets);

const start = (flags: readonly string[]) =>
  startNodeTarget('holder.deno.js', { binary: DENO, flags: ['run', ...flags] });
const deno = (process: Awaited<ReturnType<typeof start>>['process']) => ({
  ...process,
  runtime: { kind: 'v8' as const, flavour: 'deno' },
});

testWhere(DENO, NONE)('Deno with an inspector is sampled and snapshot, and its inspector stays', async () => {
  const target = await start(['--inspect=127.0.0.1:0']);
  const ports = await listeningPorts(target.pid);
  const attachment = await driver.attach(deno(target.process), limit());
  const reading = await attachment.sample(limit());
  expect(reading['heap.used']).toBeGreaterThan(0);
  expect(reading['heap.limit']).toBeGreaterThan(reading['heap.used']);
  expect((await collectSnapshot(attachment, limit())).idsOf('HeldThing')).toHaveLength(500);
  await attachment.collectGarbage?.(limit());
  await attachment.detach();
  expect(await listeningPorts(target.pid)).toEqual(ports);
});

testWhere(DENO, NONE)('Deno without one is never signalled', async () => {
  const target = await start([]);
  await expect(driver.attach(deno(target.process), limit())).rejects.toMatchObject({
    code: 'inspector-closed',
    remedy: expect.stringContaining('--inspect'),
  });
  expect(target.child.signalCode).toBeNull();
});

testWhere(DENO, NONE)('Deno is entered by the address of its inspector', async () => {
  const target = await start(['--inspect=127.0.0.1:0']);
  const [{ port }] = await listeningPorts(target.pid);
  const process = await addressBook.processAt(`127.0.0.1:${port}`);
  expect(process).toMatchObject({ pid: 0, runtime: { flavour: 'deno' } });
  const attachment = await driver.attach(process, limit());
  expect((await attachment.sample(limit()))['heap.used']).toBeGreaterThan(0);
  expect((await attachment.estimateCapture?.(limit()))?.safe).toBe(true);
  expect((await collectSnapshot(attachment, limit())).idsOf('HeldThing')).toHaveLength(500);
  await attachment.detach();
  expect(target.child.signalCode).toBeNull();
});
