import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openSession } from '../../../electron/store/open-session.js';
import type { SessionReader } from '../../../electron/store/session-store.js';
import { snapshotId } from '../../../shared/base/brand.js';
import { endAllTargets, openThings, startNodeTarget } from '../../helpers/node-targets.js';
import { endTargets, startPython, startTarget } from '../../helpers/process-targets.js';
import { pythonInterpreters } from '../../helpers/python-interpreters.js';
import { type RecorderUnderTest, recorderUnderTest, until } from '../../helpers/recorder-under-test.js';
import { scratchFolder } from '../../helpers/session-file.js';

let parts: RecorderUnderTest;
beforeAll(async () => {
  parts = await recorderUnderTest();
});
afterAll(() => parts.dispose());
afterEach(async () => {
  await endAllTargets();
  await endTargets();
});

function open(path: string): SessionReader {
  const reader = openSession(path);
  onTestFinished(() => reader.close());
  return reader;
}

const newFile = (): string => join(scratchFolder(onTestFinished), 'r.leakscope');
const LINGER = 'import time,sys\nprint("ready", flush=True)\ntime.sleep(300)';
const [python] = pythonInterpreters();

describe('a recording', () => {
  test('of a Node and a Python process, live and then on its own', async () => {
    const node = await startNodeTarget('holder.mjs', { args: ['5000'] });
    const other = startPython(python?.executable ?? 'python3', LINGER);
    await other.line();
    const path = newFile();
    const recording = await parts.start({ path, pids: [node.pid, other.pid] });
    const reader = open(path);
    let samples = 0;
    recording.onSamples((batches) => {
      for (const { time } of batches) samples += time.length;
    });
    await recording.settled();
    expect(recording.attachments()).toMatchObject([
      { target: 1, pid: node.pid, phase: 'attached', canSnapshot: true, canCollect: true },
      { target: 2, pid: other.pid, phase: 'attached' },
    ]);
    const has = (target: number, name: string): boolean =>
      reader
        .info()
        .series.some((series) => series.target === target && series.name === name && series.count > 5);
    await until(recording, () => has(1, 'heap.used') && has(2, 'rss'));
    recording.mark('looked at');
    await recording.collectGarbage(1);
    expect(recording.overhead().ownRss).toBeGreaterThan(0);
    expect(recording.fileSize()).toBeGreaterThan(0);

    const end = await recording.stop();
    expect(end).toEqual({ path, reason: 'stopped' });
    const info = reader.info();
    expect(info.complete).toBe(true);
    expect(info.targets.map(({ pid, exit }) => [pid, exit])).toEqual([
      [node.pid, undefined],
      [other.pid, undefined],
    ]);
    expect(info.targets[0].runtime).toMatchObject({ kind: 'v8', version: process.versions.node });
    expect(info.marks.map(({ kind }) => kind)).toEqual(['note', 'gc', 'gc']);
    expect(samples).toBeGreaterThan(10);
    const [rss] = reader.series({ target: 2, names: ['rss'], from: 0, to: info.duration, points: 1e6 });
    expect(rss.time.length).toBe(
      info.series.find(({ target, name }) => target === 2 && name === 'rss')?.count,
    );
    expect(readdirSync(join(path, '..'))).toEqual(['r.leakscope']);
    node.signal('SIGUSR2');
    const report = JSON.parse(await node.line(/^\{/)) as { inspector: string };
    expect(report.inspector).toBe('closed');
  });

  test('a killed target is a mark; the others go on; the last one ends it', async () => {
    const node = await startNodeTarget('holder.mjs');
    const other = startPython(python?.executable ?? 'python3', LINGER);
    await other.line();
    const path = newFile();
    const recording = await parts.start({ path, pids: [node.pid, other.pid] });
    await recording.settled();
    const reader = open(path);
    node.signal('SIGKILL');
    await until(recording, () => reader.info().marks.some(({ kind }) => kind === 'exit'));
    expect(recording.attachments()[0]).toMatchObject({ phase: 'lost', canSnapshot: false });
    expect(reader.info().targets[0].exit).toBeDefined();
    const before =
      reader.info().series.find(({ target, name }) => target === 2 && name === 'rss')?.count ?? 0;
    await until(
      recording,
      () =>
        (reader.info().series.find(({ target, name }) => target === 2 && name === 'rss')?.count ?? 0) >
        before + 3,
    );
    await other.end();
    const end = await recording.ended;
    expect(end.reason).toBe('targets-gone');
    const info = reader.info();
    expect(info.complete).toBe(true);
    expect(info.marks.filter(({ kind }) => kind === 'exit').map(({ target }) => target)).toEqual([1, 2]);
    await expect(recording.snapshot(1)).rejects.toMatchObject({ code: 'not-recording' });
  });

  test('snapshots go through the engine into the file, and open again from it', async () => {
    const node = await startNodeTarget('holder.mjs', { args: ['3000'] });
    const path = newFile();
    const recording = await parts.start({ path, pids: [node.pid], snapshots: ['start', 'end'] });
    await recording.settled();
    const phases = new Set<string>();
    const asked = [1, 2].map(() =>
      recording.snapshot(1, { onProgress: ({ phase }) => void phases.add(phase) }),
    );
    const taken = await Promise.all(asked);
    expect(taken[0].cost.pause).toBeGreaterThan(0);
    expect(taken[0].snapshot.nodes).toBeGreaterThan(3000);
    expect(phases.size).toBeGreaterThan(1);
    const end = await recording.stop();
    expect(end).toEqual({ path, reason: 'stopped' });
    const reader = open(path);
    const { snapshots, marks } = reader.info();
    expect(snapshots).toHaveLength(4);
    expect(marks).toEqual([]);
    const last = snapshots[3];
    const id = snapshotId(`again/${last.id}`);
    await parts.engine.loadColumns(id, reader.snapshotColumns(last.id));
    const classes = await parts.engine.classes(id, {
      filter: { text: 'HeldThing' },
      sort: { by: 'count', descending: true },
      page: { from: 0, count: 5 },
    });
    expect(classes.rows.find(({ name }) => name === 'HeldThing')?.count).toBe(3000);
    parts.engine.drop(id);
  });

  test.each([true, false])('keepOpen %j: whether a snapshot stays open beside its file', async (keepOpen) => {
    const node = await startNodeTarget('holder.mjs');
    const path = newFile();
    const ofEngine = (number: number) => snapshotId(`kept-${keepOpen}/${number}`);
    const recording = await parts.start({ path, pids: [node.pid], keepOpen, snapshotId: ofEngine });
    const { snapshot } = await recording.snapshot(1);
    expect(parts.engine.has(ofEngine(snapshot.id))).toBe(keepOpen);
    await recording.stop();
    expect(open(path).info().snapshots).toHaveLength(1);
  });

  test('a cancelled snapshot leaves nothing, and the next one works', async () => {
    const node = await startNodeTarget('holder.mjs', { args: ['200000'] });
    const path = newFile();
    const recording = await parts.start({ path, pids: [node.pid] });
    await recording.settled();
    const cancel = new AbortController();
    await expect(
      recording.snapshot(1, { signal: cancel.signal, onProgress: () => cancel.abort() }),
    ).rejects.toMatchObject({ code: 'cancelled' });
    const reader = open(path);
    expect(reader.info().snapshots).toEqual([]);
    await recording.snapshot(1);
    expect(reader.info().snapshots).toHaveLength(1);
    expect(reader.info().marks).toEqual([]);
  });

  test('a target killed while its snapshot is taken: a mark says so, no half snapshot', async () => {
    const node = await startNodeTarget('holder.mjs', { args: ['300000'] });
    const other = await startNodeTarget('holder.mjs');
    const path = newFile();
    const recording = await parts.start({ path, pids: [node.pid, other.pid] });
    await recording.settled();
    expect(recording.attachments().map(({ message }) => message)).toEqual([undefined, undefined]);
    await expect(recording.snapshot(1, { onProgress: () => node.signal('SIGKILL') })).rejects.toBeInstanceOf(
      Error,
    );
    const reader = open(path);
    await until(recording, () => reader.info().marks.some(({ kind }) => kind === 'exit'));
    expect(
      reader
        .info()
        .marks.map(({ kind }) => kind)
        .sort(),
    ).toEqual(['exit', 'snapshot-failed']);
    expect(reader.info().snapshots).toEqual([]);
    await recording.snapshot(2);
    expect(reader.info().snapshots).toHaveLength(1);
  });

  test('workers are targets within their process', async () => {
    const node = await startNodeTarget('workers.mjs');
    const path = newFile();
    const recording = await parts.start({ path, pids: [node.pid] });
    const reader = open(path);
    await until(recording, () => reader.info().targets.length === 3);
    expect(reader.info().targets.map(({ within }) => within)).toEqual([undefined, 1, 1]);
    await until(recording, () =>
      [2, 3].every((id) =>
        reader.info().series.some(({ target, name }) => target === id && name === 'heap.used'),
      ),
    );
    expect(reader.info().series.some(({ target, name }) => target === 2 && name === 'rss')).toBe(false);
    const { snapshot } = await recording.snapshot(2);
    expect(snapshot.target).toBe(2);
    await recording.detach(1);
    expect(recording.attachments().map(({ phase }) => phase)).toEqual(['detached', 'detached', 'detached']);
    expect((await recording.ended).reason).toBe('targets-gone');
  });

  test('children are followed, those of now and later ones, each with its end', async () => {
    const shell = startTarget('/bin/sh', [
      '-c',
      'sleep 300 & echo ready; read go; sleep 0.7; echo done; read end',
    ]);
    await shell.line();
    const path = newFile();
    const recording = await parts.start({ path, pids: [shell.pid], tree: true });
    const reader = open(path);
    await until(recording, () => reader.info().targets.length === 2);
    const sleeper = reader.info().targets[1].pid;
    onTestFinished(() => void process.kill(sleeper, 'SIGKILL'));
    shell.say('go');
    await until(recording, () => reader.info().marks.some(({ kind }) => kind === 'exit'));
    const third = reader.info().targets[2];
    expect(third.ppid).toBe(shell.pid);
    expect(third.exit).toBeDefined();
    await recording.stop();
    expect(reader.info().complete).toBe(true);
  });

  test('a program that runs another one in its place is entered again', async () => {
    const holder = new URL('../../targets/holder.mjs', import.meta.url).pathname;
    const shell = startTarget('/bin/sh', [
      '-c',
      `echo ready; read go; exec "${process.execPath}" "${holder}" 100`,
    ]);
    await shell.line();
    const path = newFile();
    const recording = await parts.start({ path, pids: [shell.pid] });
    await recording.settled();
    expect(recording.attachments()[0].canSnapshot).toBe(false);
    shell.say('go');
    await until(recording, () => recording.attachments()[0].canSnapshot);
    const reader = open(path);
    expect(reader.info().targets).toHaveLength(1);
    expect(reader.info().targets[0].runtime.kind).toBe('v8');
  });

  test('ends by itself after its duration, with what it was asked for in advance', async () => {
    const node = await startNodeTarget('holder.mjs');
    const before = openThings(node.pid);
    const path = newFile();
    const recording = await parts.start({ path, pids: [node.pid], duration: 1500, snapshots: [700, 'end'] });
    const end = await recording.ended;
    expect(end).toEqual({ path, reason: 'duration' });
    const reader = open(path);
    const { snapshots, duration } = reader.info();
    expect(snapshots).toHaveLength(2);
    expect(snapshots[0].at).toBeGreaterThanOrEqual(700);
    expect(duration).toBeGreaterThanOrEqual(1500);
    expect(openThings(node.pid).descriptors.filter((name) => name.includes('leakscope'))).toEqual([]);
    expect(before.threads).toBeGreaterThan(0);
  });

  test('refuses what is not there, and leaves no file', async () => {
    const path = newFile();
    await expect(parts.start({ path, pids: [2 ** 22 + 1] })).rejects.toMatchObject({
      code: 'no-such-process',
    });
    await expect(parts.start({ path, pids: [] })).rejects.toMatchObject({ code: 'no-process' });
    expect(existsSync(path)).toBe(false);
    const recording = await parts.start({ path, pids: [process.pid] });
    await expect(parts.start({ path, pids: [process.pid] })).rejects.toMatchObject({ code: 'exists' });
    await recording.settled();
    expect(recording.attachments()[0].message).toMatch(/Leakscope itself/);
    await expect(recording.attach(2 ** 22 + 1)).rejects.toMatchObject({ code: 'no-such-process' });
    await expect(recording.snapshot(1)).rejects.toMatchObject({ code: 'cannot' });
    await expect(recording.snapshot(99)).rejects.toMatchObject({ code: 'no-target' });
    await recording.stop();
    const reader = open(path);
    expect(reader.info().marks.map(({ kind }) => kind)).toEqual(['attach', 'snapshot-failed']);
  });
});
