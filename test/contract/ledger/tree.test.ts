import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, onTestFinished } from 'vitest';
import { sessionEntry } from '../../../electron/api/session-entry.js';
import { sessionLedger } from '../../../electron/api/session-ledger.js';
import { pythonDriver } from '../../../electron/drivers/python/python-driver.js';
import type { Recording } from '../../../electron/recorder/recording.js';
import { openSession } from '../../../electron/store/open-session.js';
import { sessionId } from '../../../shared/base/brand.js';
import { endTargets, startTarget } from '../../helpers/process-targets.js';
import { pythonInterpreters } from '../../helpers/python-interpreters.js';
import { agentFolder } from '../../helpers/python-targets.js';
import { type RecorderUnderTest, recorderUnderTest, until } from '../../helpers/recorder-under-test.js';
import { scratchFolder } from '../../helpers/session-file.js';
import { testWhere } from '../../helpers/where.js';

const [python] = pythonInterpreters();
const MB = 2 ** 20;

/** Holds 60 MB, has two children that share them and a Node program with 40 MB of its own; they end when it is told so. */
const PARENT = `
import os, subprocess, sys
block = bytearray(60 << 20)
children = []
for _ in range(2):
    ours, theirs = os.pipe()
    pid = os.fork()
    if pid == 0:
        for other in [theirs, *(pipe for _, pipe in children)]:
            os.close(other)
        os.read(ours, 1)
        os._exit(0)
    os.close(ours)
    children.append((pid, theirs))
node = subprocess.Popen([${JSON.stringify(process.execPath)}, "-e",
    "globalThis.kept = Buffer.alloc(40 << 20, 1); console.log('up'); process.stdin.resume()"],
    stdin=subprocess.PIPE, stdout=subprocess.PIPE)
node.stdout.readline()
print(*(pid for pid, _ in children), node.pid, flush=True)
sys.stdin.readline()
for pid, pipe in children:
    os.close(pipe)
    os.waitpid(pid, 0)
node.stdin.close()
node.wait()
print("alone", flush=True)
sys.stdin.readline()
`;

let parts: RecorderUnderTest;
beforeAll(async () => {
  parts = await recorderUnderTest([pythonDriver({ agentFolder })]);
});
afterAll(() => parts.dispose());
afterEach(endTargets);

/** Resolves when each of the processes that are there has had so many accounts from now on. */
async function accounts(recording: Recording, pids: readonly number[], wanted: number): Promise<void> {
  const had = new Map<number, number>();
  const stop = recording.onSamples((batches) => {
    for (const { target, series } of batches)
      if (series.get('pss.code')?.some(Number.isFinite)) had.set(target, (had.get(target) ?? 0) + 1);
  });
  const targetOf = (pid: number): number =>
    recording.attachments().find((state) => state.pid === pid)?.target ?? -1;
  await until(recording, () => pids.every((pid) => (had.get(targetOf(pid)) ?? 0) >= wanted));
  stop();
}

testWhere(python && process.platform === 'linux', 'no CPython on PATH or under pyenv, or not Linux')(
  'a tree of Python and Node is one account by PSS: what is shared counts once, what has ended no more',
  async () => {
    const folder = scratchFolder(onTestFinished);
    const program = join(folder, 'parent.py');
    writeFileSync(program, PARENT);
    const root = startTarget(python?.executable ?? '', [program]);
    const children = (await root.line()).split(' ').map(Number);
    const all = [root.pid, ...children];
    const path = join(folder, 'r.leakscope');
    const recording = await parts.start({ path, pids: [root.pid], tree: true });
    await until(recording, () =>
      all.every((pid) => recording.attachments().some((state) => state.pid === pid)),
    );
    await recording.settled();
    await accounts(recording, all, 2);
    const together = recording.now();
    root.say('end them');
    expect(await root.line()).toBe('alone');
    await until(recording, () =>
      children.every((pid) => recording.attachments().find((state) => state.pid === pid)?.phase === 'lost'),
    );
    await accounts(recording, [root.pid], 2);
    await recording.stop();

    const entry = sessionEntry(sessionId('s1'), openSession(path), false);
    onTestFinished(() => entry.close());
    const whole = sessionLedger(entry, { tree: true, at: together });
    expect(whole.processes?.map(({ pid }) => pid).sort()).toEqual(all.sort());
    expect(whole.entries.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(whole.rss);
    const rss = entry
      .info()
      .targets.map(({ id }) => sessionLedger(entry, { target: id, at: together }).rss)
      .reduce((sum, bytes) => sum + bytes, 0);
    // The block is in three processes and counts once; each of them counts it in its RSS.
    expect(rss - whole.rss).toBeGreaterThan(2 * 55 * MB);
    expect(whole.rss).toBeGreaterThan(100 * MB);
    expect(whole.explained).toBeGreaterThan(0.9);
    const heaps = whole.entries.filter(({ id }) => id === 'heap.used').map(({ name }) => name);
    expect(heaps.sort()).toEqual(['Python heap, in use', 'V8 heap, in use']);
    const buffers = whole.entries.find(({ id }) => id === 'arrayBuffers');
    expect(buffers?.bytes).toBeGreaterThan(35 * MB);

    const alone = sessionLedger(entry, { tree: true, at: recording.now() });
    expect(alone.processes?.map(({ pid }) => pid)).toEqual([root.pid]);
    const range = sessionLedger(entry, { tree: true, from: together, to: recording.now() });
    expect(range.processes?.find(({ pid }) => pid === children[2])?.delta).toBeLessThan(-45 * MB);
    expect(range.verdict?.kind).toBe('shrinking');
    expect(range.peak?.pss).toBeGreaterThan(alone.rss + 40 * MB);
  },
  90_000,
);
