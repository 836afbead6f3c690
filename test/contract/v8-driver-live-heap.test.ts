import { afterEach, describe, expect, test } from 'vitest';
import { listeningPorts } from '../../electron/drivers/v8/listening-ports.js';
import { v8Driver } from '../../electron/drivers/v8/v8-driver.js';
import { collectSnapshot } from '../helpers/collected-snapshot.js';
import { endAllTargets, startNodeTarget } from '../helpers/node-targets.js';
import { nodeBinaries } from '../helpers/runtimes.js';

const driver = v8Driver();
const limit = (): AbortSignal => AbortSignal.timeout(30_000);

afterEach(endAllTargets);

describe.each(nodeBinaries())('Node $version is asked about live objects', ({ path }) => {
  test('who holds one, by the id that a snapshot gave it, without running its code', async () => {
    const target = await startNodeTarget('held.mjs', { binary: path });
    const attachment = await driver.attach(target.process, limit());
    const [id] = (await collectSnapshot(attachment, limit())).idsOf('HeldOne');
    const holders = await attachment.objects?.referrers(id, {}, limit());
    expect(holders?.object).toMatchObject({ id, type: 'HeldOne' });
    expect(holders?.rows.map(({ type, edge }) => `${type} ${edge}`).sort()).toEqual([
      'Array 1',
      'Holder field',
      'Map Map entry entry',
      'Object [Symbol(mark)]',
      'Object listener',
      'Object one', // what the proxy stands for
      'Set entry of Set',
    ]);
    expect(holders?.total).toBe(7);
    expect(holders?.note).toMatch(/closures.*private fields.*snapshot/);

    // Up to the next: who holds the holder.
    const holder = holders?.rows.find(({ type }) => type === 'Holder');
    const above = await attachment.objects?.referrers(holder?.id ?? 0, {}, limit());
    expect(above?.rows).toMatchObject([{ edge: 'byField', type: 'Object' }]);
    const below = await attachment.objects?.referents(above?.rows[0].id ?? 0, {}, limit());
    expect(below?.rows.map(({ edge }) => edge)).toContain('inMap');
    await expect(attachment.objects?.referrers(2 ** 31 - 1, {}, limit())).rejects.toMatchObject({
      code: 'no-object',
    });
    const counts = await attachment.objects?.counts(limit());
    expect(counts?.types.find(({ name }) => name === 'HeldOne')?.count).toBe(1);
    expect(await attachment.inspection?.countInstances('Wrapped', limit())).toBe(1);
    target.signal('SIGUSR2');
    expect(await target.line(/^asked /)).toBe('asked 0');
    await attachment.detach();
  });

  test('who holds the objects of a class, with no snapshot before', async () => {
    const target = await startNodeTarget('held.mjs', { binary: path });
    const attachment = await driver.attach(target.process, limit());
    const [holders, ...others] = (await attachment.inspection?.holdersOf('HeldOne', 3, limit())) ?? [];
    expect(others).toEqual([]);
    expect(holders?.total).toBe(7);
    expect(holders?.rows.map(({ edge }) => edge)).toContain('field');
    // Asked again: what we held ourselves meanwhile is not among them.
    expect((await attachment.inspection?.holdersOf('HeldOne', 3, limit()))?.[0]?.total).toBe(7);
    await attachment.detach();
  });

  test('how many there are of each type', async () => {
    const target = await startNodeTarget('holder.mjs', { binary: path, args: ['5000'] });
    const attachment = await driver.attach(target.process, limit());
    const counts = await attachment.objects?.counts(limit());
    expect(counts?.types.find(({ name }) => name === 'HeldThing')).toEqual({
      name: 'HeldThing',
      count: 5000,
    });
    expect(counts?.types.find(({ name }) => name === 'Function')?.count).toBeGreaterThan(1000);
    expect(counts?.total).toBeGreaterThan(5000);
    expect(counts?.pause).toBeGreaterThan(0);
    await attachment.detach();
  });
});

test('a program that has changed what is built in does not end by us', async () => {
  const target = await startNodeTarget('nonsense.mjs');
  const work = async (): Promise<void> => {
    const attachment = await driver.attach(target.process, limit());
    try {
      await attachment.sample(limit());
      await attachment.objects?.counts(limit());
    } finally {
      await attachment.detach();
    }
  };
  await expect(work()).rejects.toMatchObject({ name: 'Failure' });
  // Some turns of its loop later.
  target.signal('SIGUSR2');
  await target.line(/^still here$/);
  expect(await listeningPorts(target.pid)).toEqual([]);
  expect(target.child.exitCode).toBeNull();
});
