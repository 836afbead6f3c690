import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openSession } from '../../../electron/store/open-session.js';
import { endAllTargets, startNodeTarget } from '../../helpers/node-targets.js';
import { type RecorderUnderTest, recorderUnderTest, until } from '../../helpers/recorder-under-test.js';
import { scratchFolder } from '../../helpers/session-file.js';

let parts: RecorderUnderTest;
beforeAll(async () => {
  parts = await recorderUnderTest();
});
afterAll(() => parts.dispose());
afterEach(endAllTargets);

const newFile = (): string => join(scratchFolder(onTestFinished), 'r.leakscope');

test('a program that is blocked is recorded from outside, is said to be, and is entered when it comes round', async () => {
  const target = await startNodeTarget('blocked.mjs', { args: ['5'] });
  const path = newFile();
  const recording = await parts.start({ path, pids: [target.pid] });
  // Others are not held up by it.
  await recording.settled();
  expect(recording.attachments()).toMatchObject([
    { phase: 'attaching', message: expect.stringMatching(/its event loop is blocked\. Waiting/) },
  ]);
  await expect(recording.snapshot(1)).rejects.toMatchObject({
    code: 'cannot',
    message: expect.stringMatching(/is blocked/),
  });
  expect(target.output()).not.toContain('back');
  await until(recording, () => recording.attachments()[0].phase === 'attached');
  expect(recording.attachments()[0].message).toBeUndefined();
  expect((await recording.snapshot(1)).snapshot.nodes).toBeGreaterThan(1000);
  await recording.stop();
  const reader = openSession(path);
  onTestFinished(() => reader.close());
  expect(reader.info().series.find(({ name }) => name === 'rss')?.count).toBeGreaterThan(10);
}, 60_000);

test('a recording that ends before it came round says why there are no figures of its heap', async () => {
  const target = await startNodeTarget('blocked.mjs', { args: ['60'] });
  const path = newFile();
  const recording = await parts.start({ path, pids: [target.pid], snapshots: ['end'] });
  await recording.settled();
  expect((await recording.stop()).message).toMatch(/No snapshot at the end: .* is blocked/);
  const reader = openSession(path);
  onTestFinished(() => reader.close());
  expect(reader.info().marks[0]).toMatchObject({ text: expect.stringMatching(/its event loop is blocked/) });
}, 60_000);
