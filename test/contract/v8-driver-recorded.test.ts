import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { sessionAllocations } from '../../electron/api/session-allocations.js';
import { type Entry, sessionEntry } from '../../electron/api/session-entry.js';
import { openSession } from '../../electron/store/open-session.js';
import type { AllocationQuery } from '../../shared/api/sessions.js';
import { sessionId } from '../../shared/base/brand.js';
import type { AllocationNode } from '../../shared/model/allocation-tree.js';
import { endAllTargets, startNodeTarget } from '../helpers/node-targets.js';
import { type RecorderUnderTest, recorderUnderTest, until } from '../helpers/recorder-under-test.js';
import { nodeBinaries } from '../helpers/runtimes.js';
import { scratchFolder } from '../helpers/session-file.js';

let parts: RecorderUnderTest;
beforeAll(async () => {
  parts = await recorderUnderTest();
});
afterAll(() => parts.dispose());
afterEach(endAllTargets);

const newFile = (): string => join(scratchFolder(onTestFinished), 'r.leakscope');

describe('allocations in a recording', () => {
  test('are kept, tell where memory came from in a time, and are off afterwards', async () => {
    const target = await startNodeTarget('allocating.mjs');
    const path = newFile();
    const recording = await parts.start({ path, pids: [target.pid], allocations: true });
    await recording.settled();
    const grownBy = async (bytes: number): Promise<void> => {
      let first: number | undefined;
      let last = 0;
      const stop = recording.onSamples((batches) => {
        last = batches[0].series.get('heap.used')?.findLast(Number.isFinite) ?? last;
        first ??= last;
      });
      await until(recording, () => first !== undefined && last - first > bytes);
      stop();
    };
    await grownBy(2e6);
    await recording.collectGarbage(1);
    expect((await recording.stop()).reason).toBe('stopped');

    const entry = sessionEntry(sessionId('s1'), openSession(path), false);
    onTestFinished(() => entry.close());
    const ask = (query: AllocationQuery, base?: Entry) =>
      sessionAllocations(parts.engine, entry, query, base);
    const all = await ask({});
    expect(all).toMatchObject({ target: 1, interval: 32_768 });
    expect(all.bytes).toBeGreaterThan(200_000);
    const site = all.nodes.reduce((most, node) => (node.self > most.self ? node : most));
    expect(namesTo(all.nodes, site)).toContain('keepThings');
    expect(site.file).toContain('allocating.mjs');
    expect((await ask({ from: all.to })).nodes).toEqual([]);
    expect((await ask({}, entry)).nodes).toEqual([]);
    await expect(ask({ target: 7 })).rejects.toThrow(/target 7/);
  });
});

const binaries = nodeBinaries();
describe.each(binaries)('Node $version that runs out of heap', ({ path: binary }) => {
  test('is caught before it dies, and its last moments are in the file', async () => {
    const target = await startNodeTarget('overflowing.mjs', { binary, flags: ['--max-old-space-size=64'] });
    const path = newFile();
    const nearLimit = { share: 0.6, take: 'snapshot' } as const;
    const recording = await parts.start({ path, pids: [target.pid], nearLimit });
    await recording.settled();
    target.signal('SIGUSR2');
    if (target.child.exitCode === null && target.child.signalCode === null) await once(target.child, 'exit');
    expect((await recording.ended).reason).toBe('targets-gone');
    expect(target.errors()).toContain('heap out of memory');

    const reader = openSession(path);
    onTestFinished(() => reader.close());
    const { marks, targets, snapshots, duration } = reader.info();
    expect(marks.map(({ kind }) => kind)).toEqual(['near-limit', 'exit']);
    expect(targets[0].exit).toMatch(/exited|killed/);
    expect(marks[1]?.text).toMatch(/its heap was full: \d.* of 67.1 MB/);
    expect(snapshots).toHaveLength(1);
    expect(snapshots[0].nodes).toBeGreaterThan(20_000);
    const names = ['heap.used', 'heap.limit.old'];
    const [used, limit] = reader.series({ target: 1, names, from: 0, to: duration, points: 1e5 });
    expect(limit.max.at(-1)).toBe(64 * 2 ** 20);
    expect(Math.max(...used.max.filter(Number.isFinite))).toBeGreaterThan(0.7 * 64 * 2 ** 20);
    expect(duration - used.time[used.max.findLastIndex(Number.isFinite)]).toBeLessThan(10_000);
  });
});

test('a profile can be kept before the heap is full, instead of a snapshot', async () => {
  const target = await startNodeTarget('overflowing.mjs', { flags: ['--max-old-space-size=64'] });
  const path = newFile();
  const nearLimit = { share: 0.6, take: 'profile' } as const;
  const recording = await parts.start({ path, pids: [target.pid], nearLimit });
  await recording.settled();
  target.signal('SIGUSR2');
  expect((await recording.ended).reason).toBe('targets-gone');

  const reader = openSession(path);
  onTestFinished(() => reader.close());
  const { marks, snapshots } = reader.info();
  expect(marks.map(({ kind }) => kind)).toEqual(['near-limit', 'exit']);
  expect(snapshots).toEqual([]);
  const near = marks[0].at;
  const kept = reader.artifacts({ kind: 'allocations' }).filter(({ at }) => at >= near - 1000);
  expect(kept.length).toBeGreaterThan(0);
  const text = Buffer.from(reader.artifact(kept[kept.length - 1].id)).toString('latin1');
  expect(text).toContain('keepMore');
});

/** The calls down to a node. */
function namesTo(nodes: readonly AllocationNode[], node: AllocationNode): readonly string[] {
  const names: string[] = [];
  for (let at: AllocationNode | undefined = node; at; at = nodes[at.parent]) names.unshift(at.function);
  return names;
}
