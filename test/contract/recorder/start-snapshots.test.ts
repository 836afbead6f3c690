import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Driver } from '../../../electron/drivers/driver.js';
import { pythonDriver } from '../../../electron/drivers/python/python-driver.js';
import { v8Driver } from '../../../electron/drivers/v8/v8-driver.js';
import { openSession } from '../../../electron/store/open-session.js';
import type { SessionReader } from '../../../electron/store/session-store.js';
import { Failure } from '../../../shared/base/failure.js';
import type { SessionInfo } from '../../../shared/model/session.js';
import { CHROMIUM, startChromium } from '../../helpers/chromium.js';
import { endAllTargets, startNodeTarget } from '../../helpers/node-targets.js';
import { endTargets, type ProcessTarget, startTarget } from '../../helpers/process-targets.js';
import { onePythonPerMinor } from '../../helpers/python-interpreters.js';
import { agentFolder } from '../../helpers/python-targets.js';
import { type RecorderUnderTest, recorderUnderTest, until } from '../../helpers/recorder-under-test.js';
import { scratchFolder } from '../../helpers/session-file.js';
import { describeWhere, testWhere } from '../../helpers/where.js';

/** The product's driver, which enters a process that is held only when it is let. */
const v8 = v8Driver();
const holds = new Map<number, () => Promise<void>>();
const slow: Driver = {
  ...v8,
  async attach(process, signal) {
    await holds.get(process.pid)?.();
    return v8.attach(process, signal);
  },
};

let parts: RecorderUnderTest;
beforeAll(async () => {
  parts = await recorderUnderTest([slow, pythonDriver({ agentFolder })]);
});
afterAll(() => parts.dispose());
afterEach(endAllTargets);
afterEach(endTargets);

const [python] = onePythonPerMinor().filter(({ root }) => !root);
const fileOf = (name: string): string => new URL(`../../targets/${name}`, import.meta.url).pathname;

/** A launcher, as that of pyenv is one: it becomes the program when it is told to. */
const launcher = (program: string, file: string): ProcessTarget =>
  startTarget('/bin/sh', ['-c', 'echo here; read go; exec "$0" "$1"', program, file]);

function open(path: string): SessionReader {
  const reader = openSession(path);
  onTestFinished(() => reader.close());
  return reader;
}

const newFile = (): string => join(scratchFolder(onTestFinished), 'r.leakscope');

/** Records until as many snapshots of the start are whole; what the file says then. */
async function recorded(pid: number, snapshots: number): Promise<SessionInfo> {
  const recording = await parts.start({ path: newFile(), pids: [pid], snapshots: ['start'] });
  const reader = open(recording.path);
  await until(recording, () => reader.info().snapshots.length >= snapshots);
  await recording.stop();
  return reader.info();
}

test('a snapshot at the start is one of every worker thread, too', async () => {
  const target = await startNodeTarget('workers.mjs');
  const { targets, snapshots } = await recorded(target.pid, 3);
  expect(targets).toHaveLength(3);
  expect(new Set(snapshots.map(({ target: of }) => of))).toEqual(new Set(targets.map(({ id }) => id)));
});

describe('a snapshot of the start is owed', () => {
  const programs: readonly (readonly [string, string | undefined, string])[] = [
    ['Node', process.execPath, 'holder.mjs'],
    ['CPython', python?.executable, 'holder.py'],
  ];
  for (const [name, program = '', file] of programs)
    testWhere(program || undefined, `there is no ${name}`)(
      `to a process that becomes ${name} only after it was entered`,
      async () => {
        const shell = launcher(program, fileOf(file));
        await shell.line();
        const recording = await parts.start({ path: newFile(), pids: [shell.pid], snapshots: ['start'] });
        await recording.settled();
        expect(recording.attachments()[0].canSnapshot).toBe(false);
        shell.say('go');
        const reader = open(recording.path);
        await until(recording, () => reader.info().snapshots.length > 0);
        expect(await recording.stop()).toEqual({ path: recording.path, reason: 'stopped' });
        const { marks, snapshots } = reader.info();
        const at = (snapshots[0].at / 1000).toFixed(1);
        expect(marks.map(({ text }) => text)).toContainEqual(
          expect.stringMatching(`snapshot of the start of .*${shell.pid}.* taken at ${at} s`),
        );
      },
    );

  test('to each target, and waits for no other', async () => {
    const [first, late] = [await startNodeTarget('holder.mjs'), await startNodeTarget('holder.mjs')];
    let letIn = (): void => undefined;
    const entry = new Promise<void>((resolve) => {
      letIn = resolve;
    });
    holds.set(late.pid, () => entry);
    const pids = [late.pid, first.pid];
    const recording = await parts.start({ path: newFile(), pids, snapshots: ['start'] });
    const reader = open(recording.path);
    const taken = (): readonly number[] => reader.info().snapshots.map(({ target: of }) => of);
    await until(recording, () => taken().length === 1);
    expect(taken()).toEqual([2]);
    letIn();
    await until(recording, () => taken().length === 2);
    expect(taken()).toEqual([2, 1]);
    expect((await recording.stop()).message).toBeUndefined();
  });

  test.each([
    ['to children that join soon', undefined, 2],
    ['not to those that join later', 0, 1],
  ])('%s', async (_, startWithin, count) => {
    // The child ends with its parent: with its standard input.
    const child = 'process.stdin.on("end", () => process.exit()).resume()';
    const script = `const { spawn } = require('node:child_process'); setInterval(() => {}, 1000); console.log('here');
      process.stdin.once('data', () => spawn(process.execPath, ['-e', '${child}']));`;
    const parent = startTarget(process.execPath, ['-e', script]);
    await parent.line();
    const recording = await parts.start({
      ...{ path: newFile(), pids: [parent.pid], tree: true, snapshots: ['start'] },
      ...(startWithin !== undefined && { startWithin }),
    });
    const reader = open(recording.path);
    await until(recording, () => reader.info().snapshots.length === 1);
    parent.say('go');
    await until(recording, () => recording.attachments().filter((one) => one.canSnapshot).length === 2);
    await until(recording, () => reader.info().snapshots.length >= count);
    await recording.stop();
    expect(reader.info().snapshots).toHaveLength(count);
  });

  test('and said to be lost where the process cannot be entered', async () => {
    const node = await startNodeTarget('holder.mjs');
    holds.set(node.pid, () => Promise.reject(new Failure('no-way', 'There is no way in.')));
    const recording = await parts.start({ path: newFile(), pids: [node.pid], snapshots: ['start'] });
    await recording.settled();
    expect((await recording.stop()).message).toMatch(/^No snapshot at start: .*There is no way in/);
  });

  test('to no native program: that is said at the end', async () => {
    const cat = startTarget('cat', []);
    const recording = await parts.start({ path: newFile(), pids: [cat.pid], snapshots: ['start'] });
    await recording.settled();
    expect((await recording.stop()).message).toMatch(
      /^No snapshot at start: nothing that is recorded can give a heap snapshot/,
    );
  });
});

describeWhere(CHROMIUM, 'Chromium is not installed')('Chromium', () => {
  test('a snapshot at the start is one of the page', async () => {
    const page = "data:text/html,<title>Shop</title><script>window.kept=Array(999).fill('kept')</script>";
    const browser = await startChromium([page], ['--remote-debugging-port=0']);
    onTestFinished(() => browser.end());
    const { targets, snapshots } = await recorded(browser.process.pid, 1);
    const shop = targets.find(({ within, name }) => within !== undefined && name.includes('Shop'));
    expect(shop).toBeDefined();
    expect(snapshots.map(({ target: of }) => of)).toContain(shop?.id);
  });
});
