import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, onTestFinished } from 'vitest';
import { addressBook } from '../../electron/drivers/v8/address-listing.js';
import { listeningPorts } from '../../electron/drivers/v8/listening-ports.js';
import { v8Driver } from '../../electron/drivers/v8/v8-driver.js';
import { openSession } from '../../electron/store/open-session.js';
import { endAllTargets, startNodeTarget } from '../helpers/node-targets.js';
import { type RecorderUnderTest, recorderUnderTest, until } from '../helpers/recorder-under-test.js';
import { otherRuntime } from '../helpers/runtimes.js';
import { scratchFolder } from '../helpers/session-file.js';
import { testWhere } from '../helpers/where.js';

const BUN = otherRuntime('bun');
const NONE = 'Bun could not be fetched, and LEAKSCOPE_BUN names none';
const driver = v8Driver();

let parts: RecorderUnderTest;
beforeAll(async () => {
  parts = await recorderUnderTest();
});
afterAll(() => parts.dispose());
afterEach(endAllTargets);

testWhere(BUN, NONE)('Bun is refused with the way round, and never signalled', async () => {
  const target = await startNodeTarget('holder.mjs', { binary: BUN });
  const process = { ...target.process, runtime: { kind: 'v8' as const, flavour: 'bun' } };
  await expect(driver.attach(process, AbortSignal.timeout(30_000))).rejects.toMatchObject({
    code: 'not-v8',
    remedy: expect.stringContaining('v8.writeHeapSnapshot()'),
  });
  expect(target.child.signalCode).toBeNull();
});

testWhere(BUN, NONE)('an address of Bun is refused in the same words', async () => {
  const target = await startNodeTarget('holder.mjs', { binary: BUN, flags: ['--inspect=127.0.0.1:0'] });
  const [{ port }] = await listeningPorts(target.pid);
  for (const address of [`127.0.0.1:${port}`, `ws://127.0.0.1:${port}/any`])
    await expect(addressBook.processAt(address)).rejects.toMatchObject({ code: 'not-v8' });
});

testWhere(BUN, NONE)('a recording of Bun has the system’s figures, and says why no others', async () => {
  const target = await startNodeTarget('holder.mjs', { binary: BUN });
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
    message: expect.stringMatching(/JavaScriptCore.*writeHeapSnapshot/),
  });
  expect(reader.info().targets[0].runtime.flavour).toBe('bun');
  await recording.stop();
  expect(target.child.signalCode).toBeNull();
});
