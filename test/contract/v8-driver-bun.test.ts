import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, onTestFinished } from 'vitest';
import type { Attachment } from '../../electron/drivers/driver.js';
import { addressBook } from '../../electron/drivers/v8/address-listing.js';
import { listeningPorts } from '../../electron/drivers/v8/listening-ports.js';
import { v8Driver } from '../../electron/drivers/v8/v8-driver.js';
import { createProcessTable } from '../../electron/processes/create-process-table.js';
import { openSession } from '../../electron/store/open-session.js';
import type { Check } from '../../shared/model/preflight.js';
import type { GcEvent } from '../../shared/model/session.js';
import { collectSnapshot } from '../helpers/collected-snapshot.js';
import { command } from '../helpers/command.js';
import { endAllTargets, type NodeTarget, openThings, startNodeTarget } from '../helpers/node-targets.js';
import { type RecorderUnderTest, recorderUnderTest, until } from '../helpers/recorder-under-test.js';
import { otherRuntime } from '../helpers/runtimes.js';
import { scratchFolder } from '../helpers/session-file.js';
import { testWhere } from '../helpers/where.js';

const BUN = otherRuntime('bun');
const NONE = 'Bun could not be fetched, and LEAKSCOPE_BUN names none';
const driver = v8Driver();
const limit = (): AbortSignal => AbortSignal.timeout(60_000);
const OPEN = '--inspect=127.0.0.1:0/leakscope';

let parts: RecorderUnderTest;
beforeAll(async () => {
  parts = await recorderUnderTest();
});
afterAll(() => parts.dispose());
afterEach(endAllTargets);

const start = (...flags: readonly string[]) => startNodeTarget('holder.bun.mjs', { binary: BUN, flags });
const bun = ({ process }: NodeTarget) => ({ ...process, runtime: { kind: 'v8' as const, flavour: 'bun' } });

for (const env of [
  { BUN_INSPECT: '127.0.0.1:0/leakscope' },
  { BUN_INSPECT: 'ws://127.0.0.1:0/leakscope' },
  { BUN_OPTIONS: OPEN },
])
  testWhere(BUN, NONE)(
    `Bun that was told by ${Object.entries(env).join()} is entered, and what it lacks is said before`,
    async () => {
      const target = await startNodeTarget('holder.bun.mjs', { binary: BUN, env });
      const table = createProcessTable();
      onTestFinished(() => table.dispose());
      expect((await table.get(target.pid))?.reason).toBeUndefined();
      const checks: Check[] = [];
      for await (const check of driver.preflight(bun(target))) checks.push(check);
      const lacks = checks.find(({ check }) => check === 'What Bun tells');
      expect(lacks?.found).toMatch(/no sampling of allocations/);
      const attachment = await driver.attach(bun(target), limit());
      expect((await attachment.sample(limit()))['heap.used']).toBeGreaterThan(10_000);
      await attachment.detach();
    },
    60_000,
  );

testWhere(BUN, NONE)(
  'Bun with an inspector is sampled, collected and left as it was',
  async () => {
    const target = await start(OPEN);
    const ports = await listeningPorts(target.pid);
    const before = openThings(target.pid);
    const attachment = await driver.attach(bun(target), limit());
    expect(attachment.version).toMatch(/^\d+\.\d+\.\d+/);
    const reading = await attachment.sample(limit());
    expect(reading['heap.used']).toBeGreaterThan(10_000);
    expect(reading['heap.objects.count']).toBeGreaterThan(500);
    expect(reading['loop.delay.ms']).toBeGreaterThanOrEqual(0);
    const asked = performance.now();
    await attachment.collectGarbage?.(limit());
    const [collection] = await collections(attachment);
    expect(collection).toMatchObject({ kind: 'full' });
    expect(collection.at).toBeLessThan(performance.now());
    expect(collection.at).toBeGreaterThan(asked - 1000);
    await attachment.detach();
    expect(await listeningPorts(target.pid)).toEqual(ports);
    while (openThings(target.pid).descriptors.length > before.descriptors.length) await turn();
    expect(target.output()).toBe('ready\n');
    expect(target.child.exitCode).toBeNull();
  },
  60_000,
);

testWhere(BUN, NONE)(
  'a secret path of its inspector is read where Bun keeps it',
  async () => {
    const target = await start('--inspect=127.0.0.1:0');
    const attachment = await driver.attach(bun(target), limit());
    expect((await attachment.sample(limit()))['heap.used']).toBeGreaterThan(10_000);
    await attachment.detach();
  },
  60_000,
);

testWhere(BUN, NONE)(
  'its snapshot has classes, texts, functions and closures',
  async () => {
    const target = await start(OPEN);
    const attachment = await driver.attach(bun(target), limit());
    const estimate = await attachment.estimateCapture?.(limit());
    expect(estimate?.safe).toBe(true);
    const taken = await collectSnapshot(attachment, limit());
    expect(taken.idsOf('HeldThing').length).toBeGreaterThanOrEqual(500);
    expect(taken.cost.method).toMatch(/into a pipe/);
    await attachment.detach();
  },
  60_000,
);

testWhere(BUN, NONE)(
  'a snapshot that is cancelled leaves it alive, and can be taken again',
  async () => {
    const target = await startNodeTarget('holder.bun.mjs', { binary: BUN, flags: [OPEN], args: ['100000'] });
    const attachment = await driver.attach(bun(target), limit());
    const cancel = new AbortController();
    const capture = attachment.captureHeap?.({ write: async () => cancel.abort() }, cancel.signal);
    await expect(capture).rejects.toMatchObject({ code: 'cancelled' });
    expect((await collectSnapshot(attachment, limit())).idsOf('HeldThing').length).toBeGreaterThanOrEqual(
      1e5,
    );
    await attachment.detach();
    expect(target.child.signalCode).toBeNull();
  },
  120_000,
);

testWhere(BUN, NONE)(
  'by its whole address it is entered without a PID, also for a snapshot',
  async () => {
    const target = await start(OPEN);
    const [{ port }] = await listeningPorts(target.pid);
    await expect(addressBook.processAt(`127.0.0.1:${port}`)).rejects.toMatchObject({
      code: 'address-unknown',
    });
    const process = await addressBook.processAt(`ws://127.0.0.1:${port}/leakscope`);
    expect(process).toMatchObject({ pid: 0, runtime: { kind: 'v8', flavour: 'bun' } });
    const attachment = await driver.attach(process, limit());
    expect((await attachment.estimateCapture?.(limit()))?.safe).toBe(true);
    const taken = await collectSnapshot(attachment, limit());
    expect(taken.idsOf('HeldThing').length).toBeGreaterThanOrEqual(500);
    expect(taken.cost.method).toMatch(/over the inspector/);
    await attachment.detach();
    expect(target.child.exitCode).toBeNull();
  },
  60_000,
);

testWhere(BUN, NONE)(
  'it ends by itself while it is watched, and says so once',
  async () => {
    const target = await start(OPEN);
    const attachment = await driver.attach(bun(target), limit());
    const reason = new Promise<string>((resolve) => attachment.onLost(resolve));
    target.signal('SIGHUP');
    expect(await reason).toBe('exited');
    expect(target.child.exitCode).toBe(7);
    await attachment.detach();
  },
  60_000,
);

testWhere(BUN, NONE)(
  'one that stands still is said to be busy, and left',
  async () => {
    const target = await start(OPEN);
    const attachment = await driver.attach(bun(target), limit());
    target.signal('SIGWINCH');
    const samples = async (): Promise<never> => {
      for (;;) await attachment.sample(limit());
    };
    await expect(samples()).rejects.toMatchObject({ code: 'target-busy' });
    await attachment.detach();
    expect(target.child.signalCode).toBeNull();
  },
  60_000,
);

testWhere(BUN, NONE)(
  'Bun without an inspector is told what can be done, and never signalled',
  async () => {
    const target = await start();
    await expect(driver.attach(bun(target), limit())).rejects.toMatchObject({
      code: 'inspector-closed',
      remedy: expect.stringMatching(/--inspect=127\.0\.0\.1:0.*v8\.writeHeapSnapshot\(\)/),
    });
    const checks: Check[] = [];
    for await (const check of driver.preflight(bun(target))) checks.push(check);
    expect(checks.at(-1)).toMatchObject({ ok: false, fix: expect.stringContaining('--inspect') });
    expect(target.child.signalCode).toBeNull();
  },
  60_000,
);

testWhere(BUN, NONE)(
  'a recording of Bun has its heap',
  async () => {
    const target = await start(OPEN);
    const path = join(scratchFolder(onTestFinished), 'r.leakscope');
    const recording = await parts.start({ path, pids: [target.pid] });
    await recording.settled();
    expect(recording.attachments()[0]).toMatchObject({ phase: 'attached', canSnapshot: true });
    const reader = openSession(path);
    onTestFinished(() => reader.close());
    await until(recording, () =>
      reader.info().series.some(({ name, count }) => name === 'heap.used' && count > 3),
    );
    expect(reader.info().targets[0].runtime).toMatchObject({ kind: 'v8', flavour: 'bun' });
    await recording.stop();
  },
  60_000,
);

testWhere(BUN, NONE)(
  'a recording of one without an inspector has the system’s figures, and says why no others',
  async () => {
    const target = await start();
    const path = join(scratchFolder(onTestFinished), 'r.leakscope');
    const recording = await parts.start({ path, pids: [target.pid] });
    await recording.settled();
    const reader = openSession(path);
    onTestFinished(() => reader.close());
    await until(recording, () => reader.info().series.some(({ name, count }) => name === 'rss' && count > 3));
    const [state] = recording.attachments();
    expect(state).toMatchObject({
      phase: 'attached',
      canSnapshot: false,
      message: expect.stringMatching(/without its inspector/),
    });
    await recording.stop();
    expect(target.child.signalCode).toBeNull();
  },
  60_000,
);

testWhere(BUN, NONE)(
  'two of its snapshots are compared by places: what grew is what is new',
  async () => {
    const target = await start(OPEN);
    const folder = scratchFolder(onTestFinished);
    const files = ['before', 'after'].map((name) => join(folder, `${name}.heapsnapshot`));
    const pid = String(target.pid);
    expect((await command('snapshot', '--pid', pid, '-o', files[0])).status).toBe(0);
    target.signal('SIGUSR2');
    await target.line(/^grown to 800$/);
    expect((await command('snapshot', '--pid', pid, '-o', files[1])).status).toBe(0);
    const { out } = await command('diff', ...files, '--json');
    const { rows } = JSON.parse(out) as { rows: readonly { name: string; addedCount: number }[] };
    const grown = rows.find(({ name }) => name === 'HeldThing');
    expect(grown).toMatchObject({ addedCount: 300, removedCount: 0, countDelta: 300 });
    const { out: paths } = await command('paths', files[1], '--class', 'HeldThing');
    expect(paths).toMatch(/keptByAClosure|held/);
  },
  60_000,
);

async function collections(attachment: Attachment): Promise<readonly GcEvent[]> {
  for (;;) {
    const events = attachment.takeGcEvents?.() ?? [];
    if (events.length > 0) return events;
    await turn();
  }
}

const turn = (): Promise<void> => new Promise((again) => setTimeout(again, 10));
