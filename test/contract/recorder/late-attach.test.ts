import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Driver } from '../../../electron/drivers/driver.js';
import { v8Driver } from '../../../electron/drivers/v8/v8-driver.js';
import { openSession } from '../../../electron/store/open-session.js';
import { endAllTargets, startNodeTarget } from '../../helpers/node-targets.js';
import { type RecorderUnderTest, recorderUnderTest, until } from '../../helpers/recorder-under-test.js';
import { scratchFolder } from '../../helpers/session-file.js';

/** The product's driver, whose attach begins when it is let. */
const v8 = v8Driver();
let letIn = (): void => undefined;
const held: Driver = {
  ...v8,
  async attach(process, signal) {
    await new Promise<void>((resolve) => {
      letIn = resolve;
    });
    return v8.attach(process, signal);
  },
};

let parts: RecorderUnderTest;
beforeAll(async () => {
  parts = await recorderUnderTest([held]);
});
afterAll(() => parts.dispose());
afterEach(endAllTargets);

const newFile = (): string => join(scratchFolder(onTestFinished), 'r.leakscope');

test('a snapshot that falls due while the attach is under way waits for it', async () => {
  const target = await startNodeTarget('holder.mjs');
  const path = newFile();
  const recording = await parts.start({ path, pids: [target.pid], snapshots: [1] });
  await until(recording, () => recording.now() > 100);
  const asked = recording.snapshot(1);
  letIn();
  expect((await asked).snapshot.nodes).toBeGreaterThan(1000);
  expect(await recording.stop()).toEqual({ path, reason: 'stopped' });
  const reader = openSession(path);
  onTestFinished(() => reader.close());
  expect(reader.info().snapshots).toHaveLength(2);
  expect(reader.info().marks).toEqual([]);
});

test('one that waits for an attach can be cancelled, and ends with its target', async () => {
  const target = await startNodeTarget('holder.mjs');
  const recording = await parts.start({ path: newFile(), pids: [target.pid] });
  const cancel = new AbortController();
  const asked = recording.snapshot(1, { signal: cancel.signal });
  cancel.abort();
  await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
  const other = expect(recording.snapshot(1)).rejects.toMatchObject({ code: 'target-ended' });
  await target.end();
  await other;
  await recording.stop();
});
