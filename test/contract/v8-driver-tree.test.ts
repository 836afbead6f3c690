import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { listeningPorts } from '../../electron/drivers/v8/listening-ports.js';
import { v8Driver } from '../../electron/drivers/v8/v8-driver.js';
import { openSession } from '../../electron/store/open-session.js';
import { collectSnapshot } from '../helpers/collected-snapshot.js';
import { endAllTargets, startNodeTarget } from '../helpers/node-targets.js';
import { type RecorderUnderTest, recorderUnderTest, until } from '../helpers/recorder-under-test.js';
import { nodeBinaries } from '../helpers/runtimes.js';
import { scratchFolder } from '../helpers/session-file.js';

const driver = v8Driver();
const limit = (): AbortSignal => AbortSignal.timeout(30_000);
let parts: RecorderUnderTest;
beforeAll(async () => {
  parts = await recorderUnderTest();
});
afterAll(() => parts.dispose());
afterEach(endAllTargets);

describe.each(nodeBinaries())('a cluster of Node $version', ({ path: binary }) => {
  test('is one tree: its processes, their workers and children, all left closed', async () => {
    const root = await startNodeTarget('tree.mjs', { binary });
    const pids = (await root.line(/^pids /)).split(' ').slice(1).map(Number);
    const path = join(scratchFolder(onTestFinished), 'r.leakscope');
    const recording = await parts.start({ path, pids: [root.pid], tree: true });
    const reader = openSession(path);
    onTestFinished(() => reader.close());
    const targets = () => reader.info().targets;
    const attached = () => recording.attachments().filter(({ canSnapshot }) => canSnapshot);
    await until(recording, () => attached().length >= 6);

    const processes = targets().filter(({ within }) => within === undefined);
    expect(processes.map(({ pid }) => pid).sort()).toEqual([root.pid, ...pids].sort());
    for (const { pid, ppid } of processes) if (pid !== root.pid) expect(ppid).toBe(root.pid);
    const workers = targets().filter(({ within }) => within !== undefined);
    expect(workers.map(({ pid }) => pid).sort()).toEqual(pids.slice(0, 2).sort());
    for (const { within, pid } of workers) expect(processes.find(({ id }) => id === within)?.pid).toBe(pid);
    for (const pid of [root.pid, ...pids]) expect(await listeningPorts(pid)).toEqual([]);
    await recording.stop();
    for (const pid of [root.pid, ...pids]) expect(await listeningPorts(pid)).toEqual([]);
  });
});

test.each(nodeBinaries())('no session is left in Node $version after a detach', async ({ path: binary }) => {
  const target = await startNodeTarget('holder.mjs', { binary });
  for (let round = 0; round < 3; round++) {
    const attachment = await driver.attach(target.process, limit());
    await collectSnapshot(attachment, limit());
    await attachment.collectGarbage?.(limit());
    await attachment.allocations?.startSampling({ interval: 4096 }, limit());
    await attachment.detach();
  }
  // The one that counts is itself a session: it finds no other.
  const attachment = await driver.attach(target.process, limit());
  expect(await attachment.inspection?.countInstances('Session', limit())).toBe(1);
  await attachment.detach();
  expect(await listeningPorts(target.pid)).toEqual([]);
});
