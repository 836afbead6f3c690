import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openSession } from '../../../electron/store/open-session.js';
import type { SessionInfo } from '../../../shared/model/session.js';
import { CHROMIUM, startChromium } from '../../helpers/chromium.js';
import { endAllTargets, startNodeTarget } from '../../helpers/node-targets.js';
import { type RecorderUnderTest, recorderUnderTest, until } from '../../helpers/recorder-under-test.js';
import { scratchFolder } from '../../helpers/session-file.js';
import { describeWhere } from '../../helpers/where.js';

let parts: RecorderUnderTest;
beforeAll(async () => {
  parts = await recorderUnderTest();
});
afterAll(() => parts.dispose());
afterEach(endAllTargets);

/** Records until as many snapshots of the start are whole; what the file says then. */
async function recorded(pid: number, snapshots: number): Promise<SessionInfo> {
  const path = join(scratchFolder(onTestFinished), 'r.leakscope');
  const recording = await parts.start({ path, pids: [pid], snapshots: ['start'] });
  const reader = openSession(path);
  onTestFinished(() => reader.close());
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
