import { afterEach, describe, expect, test } from 'vitest';
import type { Attachment } from '../../electron/drivers/driver.js';
import { listeningPorts } from '../../electron/drivers/v8/listening-ports.js';
import { v8Driver } from '../../electron/drivers/v8/v8-driver.js';
import { collectSnapshot } from '../helpers/collected-snapshot.js';
import { endAllTargets, openThings, startNodeTarget } from '../helpers/node-targets.js';
import { NODE_MAJORS, nodeBinaries } from '../helpers/runtimes.js';
import { testWhere } from '../helpers/where.js';

const driver = v8Driver();
const limit = (): AbortSignal => AbortSignal.timeout(30_000);

afterEach(endAllTargets);

const binaries = nodeBinaries();
for (const major of NODE_MAJORS) {
  const node = binaries.find(({ version }) => version.startsWith(`${major}.`));
  testWhere(node, `Node ${major} could not be fetched`)(
    `Node ${major} is among those entered`,
    () => undefined,
  );
}

describe.each(binaries)('Node $version, started without flags', ({ path, version }) => {
  test('is entered by its PID, and nobody else can get in meanwhile', async () => {
    const target = await startNodeTarget('holder.mjs', { binary: path });
    const attachment = await driver.attach(target.process, limit());

    expect(attachment.version).toBe(version);
    expect(await listeningPorts(target.pid)).toEqual([]);

    await attachment.detach();
  });

  test('is left alone where it handles SIGUSR1 itself', async () => {
    const target = await startNodeTarget('usr1-handler.mjs', { binary: path });
    await expect(driver.attach(target.process, limit())).rejects.toMatchObject({ code: 'no-inspector' });
    target.signal('SIGUSR1');
    await target.line(/^mine$/);
    expect(target.output()).toBe('ready\nmine\n');
  });

  test('is sampled', async () => {
    const target = await startNodeTarget('holder.mjs', { binary: path, args: ['50000'] });
    const attachment = await driver.attach(target.process, limit());
    const reading = await attachment.sample(limit());

    // Each thing is an object and a string of its own.
    expect(reading['heap.used']).toBeGreaterThan(50_000 * 40);
    expect(reading['heap.committed']).toBeGreaterThan(reading['heap.used']);
    expect(reading['heap.limit']).toBeGreaterThan(reading['heap.committed']);
    expect(reading['space.old_space.used']).toBeGreaterThan(0);
    expect(reading['external']).toBeGreaterThan(0);
    expect(reading['arrayBuffers']).toBeGreaterThanOrEqual(0);
    expect(reading['heap.malloced']).toBeGreaterThan(0);
    expect(reading['code']).toBeGreaterThan(0);
    expect(reading['loop.delay.ms']).toBeGreaterThanOrEqual(0);
    const again = await attachment.sample(limit());
    expect(again['loop.busy']).toBeGreaterThanOrEqual(0);
    expect(again['loop.busy']).toBeLessThanOrEqual(100);
    expect(reading['contexts.native.count']).toBe(1);
    expect(reading['contexts.detached.count']).toBe(0);
    if (Number.parseInt(version, 10) >= 18) expect(reading['handles.Timeout.count']).toBe(1);

    await attachment.detach();
  });

  test('collects garbage on demand, and says when it did', async () => {
    const target = await startNodeTarget('holder.mjs', { binary: path });
    const attachment = await driver.attach(target.process, limit());
    await attachment.sample(limit());
    const before = performance.now();
    await attachment.collectGarbage?.(limit());

    const events = await gcEvents(attachment);
    expect(events.map((event) => event.kind)).toContain('mark-sweep');
    for (const event of events) {
      expect(event.pause).toBeGreaterThan(0);
      expect(event.at).toBeGreaterThan(before - 1000);
      expect(event.at).toBeLessThan(performance.now());
    }

    await attachment.detach();
  });

  test('gives a whole snapshot, and one object keeps its id in the next', async () => {
    const target = await startNodeTarget('holder.mjs', { binary: path, args: ['2000'] });
    const attachment = await driver.attach(target.process, limit());
    const estimate = await attachment.estimateCapture?.(limit());
    expect(estimate?.safe).toBe(true);

    const first = await collectSnapshot(attachment, limit());
    await attachment.collectGarbage?.(limit());
    const second = await collectSnapshot(attachment, limit());

    expect(first.cost.pause).toBeGreaterThan(0);
    expect(estimate?.method).toMatch(/into a pipe \(over the inspector's wire: .* more\)/);
    expect(first.cost.method).toBe('v8.writeHeapSnapshot into a pipe');
    expect(first.idsOf('HeldThing')).toHaveLength(2000);
    expect(second.idsOf('HeldThing')).toEqual(first.idsOf('HeldThing'));

    await attachment.detach();
  });

  test('is left as an untouched twin', async () => {
    const [target, twin] = await Promise.all(
      [1, 2].map(() => startNodeTarget('holder.mjs', { binary: path })),
    );
    const before = openThings(target.pid);
    const attachment = await driver.attach(target.process, limit());
    await attachment.sample(limit());
    await collectSnapshot(attachment, limit());
    await attachment.collectGarbage?.(limit());
    await attachment.detach();

    for (const one of [target, twin]) one.signal('SIGUSR2');
    const [left, untouched] = await Promise.all([target, twin].map((one) => one.line(/^\{/)));
    expect(JSON.parse(left)).toEqual(JSON.parse(untouched));
    expect(await listeningPorts(target.pid)).toEqual([]);
    const after = openThings(target.pid);
    expect(after.threads).toBe(before.threads);
    expect(after.descriptors).toEqual(before.descriptors);
    expect(target.output()).toBe(twin.output());
  });
});

async function gcEvents(attachment: Attachment) {
  const events = [];
  // The target hears of a collection in a later turn of its loop.
  while (events.length === 0) {
    await attachment.sample(limit());
    events.push(...(attachment.takeGcEvents?.() ?? []));
  }
  return events;
}
