import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { storedSources } from '../../../electron/api/allocation-sources.js';
import { sessionAllocations } from '../../../electron/api/session-allocations.js';
import { type Entry, sessionEntry } from '../../../electron/api/session-entry.js';
import { pythonDriver } from '../../../electron/drivers/python/python-driver.js';
import type { Recording } from '../../../electron/recorder/recording.js';
import { openSession } from '../../../electron/store/open-session.js';
import { sessionId } from '../../../shared/base/brand.js';
import { endAllTargets, startNodeTarget } from '../../helpers/node-targets.js';
import { pythonInterpreters } from '../../helpers/python-interpreters.js';
import { agentFolder, startPythonTarget } from '../../helpers/python-targets.js';
import { type RecorderUnderTest, recorderUnderTest, until } from '../../helpers/recorder-under-test.js';
import { scratchFolder } from '../../helpers/session-file.js';

/** Allocation tracking that is begun and ended while a recording runs, and what is then in its file. */

let parts: RecorderUnderTest;
beforeAll(async () => {
  parts = await recorderUnderTest([pythonDriver({ agentFolder })]);
});
afterAll(() => parts.dispose());
afterEach(endAllTargets);

const newFile = (): string => join(scratchFolder(onTestFinished), 'r.leakscope');

function opened(path: string): Entry {
  const entry = sessionEntry(sessionId('s1'), openSession(path), false);
  onTestFinished(() => entry.close());
  return entry;
}

/** Resolves when a series has grown by so many bytes since now. */
async function grownBy(recording: Recording, name: string, bytes: number): Promise<void> {
  let first: number | undefined;
  let last = 0;
  const stop = recording.onSamples((batches) => {
    last = batches[0].series.get(name)?.findLast(Number.isFinite) ?? last;
    first ??= last > 0 ? last : undefined;
  });
  await until(recording, () => first !== undefined && last - first > bytes);
  stop();
}

describe('V8', () => {
  test('sampling is begun and ended by the window, and offered with its cost', async () => {
    const target = await startNodeTarget('allocating.mjs');
    const path = newFile();
    const recording = await parts.start({ path, pids: [target.pid] });
    await recording.settled();
    // Of native code there is what is installed here.
    const offers = recording.allocationOffers(1).filter(({ kind }) => kind !== 'native');
    expect(offers.map(({ kind, running }) => [kind, running])).toEqual([
      ['sampled', false],
      ['timeline', false],
    ]);
    await recording.trackAllocations(1, { kind: 'sampled', interval: 1024 });
    expect(recording.allocationOffers(1)[0]).toMatchObject({
      running: true,
      cost: expect.stringMatching(/\.$/),
    });
    await grownBy(recording, 'heap.used', 1e6);
    await recording.trackAllocations(1, undefined);
    expect(recording.allocationOffers(1)[0].running).toBe(false);
    await expect(recording.trackAllocations(1, { kind: 'traced' })).rejects.toThrow(/cannot be traced/);
    await recording.stop();

    const entry = opened(path);
    expect(storedSources(entry)).toMatchObject([
      { id: 'sampled-1', kind: 'sampled', interval: 1024, range: 'held', lines: 'function' },
    ]);
    const { nodes } = await sessionAllocations(parts.engine, entry, {});
    expect(nodes.map((node) => node.function)).toContain('keepThings');
    // Nobody looked at it: a review elsewhere has its lines all the same.
    const sources = entry.artifacts({ kind: 'source' });
    const [own] = sources.filter(({ meta }) => /allocating\.mjs/.test(JSON.stringify(meta)));
    expect(Buffer.from(entry.artifact(own.id)).toString()).toContain('function keepThings');
    expect(new Set(sources.map(({ meta }) => (meta as { file: string }).file)).size).toBe(sources.length);
  });

  test('a timeline on request becomes a snapshot and a source that knows each object’s time', async () => {
    const target = await startNodeTarget('allocating.mjs');
    const path = newFile();
    const recording = await parts.start({ path, pids: [target.pid] });
    await recording.settled();
    await recording.trackAllocations(1, { kind: 'timeline' });
    await grownBy(recording, 'heap.used', 1e6);
    await recording.trackAllocations(1, undefined);
    await recording.stop();

    const entry = opened(path);
    expect(entry.info().snapshots).toHaveLength(1);
    const [source] = storedSources(entry);
    expect(source).toMatchObject({ kind: 'timeline', range: 'held', lines: 'call', target: 1 });
    expect(source.from).toBeGreaterThan(0);
    const all = await sessionAllocations(parts.engine, entry, {});
    const kept = all.nodes.filter((node) => node.function === 'keepThings');
    expect(kept.length).toBeGreaterThan(0);
    expect(kept[0]).toMatchObject({ file: expect.stringContaining('allocating.mjs') });
    const late = await sessionAllocations(parts.engine, entry, { from: (source.from + source.to) / 2 });
    expect(late.bytes).toBeGreaterThan(0);
    expect(late.bytes).toBeLessThan(all.bytes);
  });
});

const [python] = pythonInterpreters().filter(({ minor }) => minor === 11);
describe.skipIf(!python)('CPython (skipped where there is no 3.11)', () => {
  test('is traced from the start where the recording asks for it, with frames and filters', async () => {
    const target = await startPythonTarget(python, 'leaky.py', { silent: true });
    onTestFinished(() => target.end());
    const path = newFile();
    const allocationOptions = { frames: 5, filters: [{ include: true, file: '*leaky.py' }] };
    const recording = await parts.start({ path, pids: [target.pid], allocations: true, allocationOptions });
    await recording.settled();
    await until(recording, () => recording.allocationOffers(1).some(({ running }) => running));
    await grownBy(recording, 'rss', 1e6);
    await recording.stop();

    const entry = opened(path);
    const [source] = storedSources(entry);
    expect(source).toMatchObject({
      id: 'traced-1',
      kind: 'traced',
      lines: 'call',
      name: 'tracemalloc, 5 frames',
    });
    const { nodes, bytes, interval } = await sessionAllocations(parts.engine, entry, {});
    expect(interval).toBe(0);
    expect(bytes).toBeGreaterThan(100_000);
    const most = nodes.reduce((best, node) => (node.self > best.self ? node : best));
    expect(most.file).toMatch(/leaky\.py$/);
    // Nobody looked at it: the line that allocates is in the session, for a review where the program is not.
    const kept = entry
      .artifacts({ kind: 'source' })
      .filter(({ meta }) => (meta as { file: string }).file === most.file);
    expect(kept).toHaveLength(1);
    const text = Buffer.from(entry.artifact(kept[0].id)).toString();
    expect(text).toBe(readFileSync(most.file, 'utf8'));
    expect(text.split('\n')[most.line - 1]).toMatch(/\S/);
  });

  test('what grew between two readings is their difference, call by call', async () => {
    const target = await startPythonTarget(python, 'leaky.py', { silent: true });
    onTestFinished(() => target.end());
    const path = newFile();
    const recording = await parts.start({ path, pids: [target.pid] });
    await recording.settled();
    await recording.trackAllocations(1, { kind: 'traced', frames: 3 });
    await grownBy(recording, 'rss', 3e5);
    await recording.keepAllocations(1);
    await grownBy(recording, 'rss', 5e5);
    await recording.trackAllocations(1, undefined);
    await recording.stop();

    const entry = opened(path);
    const [source] = storedSources(entry);
    expect(source.times).toHaveLength(2);
    expect(source.range).toBe('growth');
    const all = await sessionAllocations(parts.engine, entry, {});
    const grown = await sessionAllocations(parts.engine, entry, { from: source.times[0] });
    expect(grown.bytes).toBeGreaterThan(0);
    expect(grown.bytes).toBeLessThan(all.bytes);
    expect(grown.sentence).toMatch(/less what was/);
    const compared = await sessionAllocations(parts.engine, entry, { baseTo: source.times[0] });
    expect(compared.base).toMatchObject({ to: source.times[0] });
  });

  test('a sampling by bursts is estimates, and a range of it what grew', async () => {
    const target = await startPythonTarget(python, 'leaky.py', { silent: true });
    onTestFinished(() => target.end());
    const path = newFile();
    const recording = await parts.start({ path, pids: [target.pid] });
    await recording.settled();
    expect(recording.allocationOffers(1).map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['sampled', 'traced']),
    );
    await recording.trackAllocations(1, { kind: 'sampled', frames: 4 });
    expect(recording.allocationOffers(1).find(({ running }) => running)?.kind).toBe('sampled');
    await recording.keepAllocations(1);
    await grownBy(recording, 'rss', 5e5);
    await recording.trackAllocations(1, undefined);
    await recording.stop();

    const entry = opened(path);
    const [source] = storedSources(entry);
    expect(source).toMatchObject({ id: 'sampled-1', kind: 'sampled', lines: 'call', range: 'growth' });
    expect(source.name).toBe('tracemalloc in bursts, 4 frames');
    await sessionAllocations(parts.engine, entry, {});
  });
});
