import { afterEach, expect, test } from 'vitest';
import {
  type ElsewhereSystem,
  enterElsewhere,
  thisSystem,
} from '../../electron/drivers/v8/elsewhere-entry.js';
import { listeningPorts } from '../../electron/drivers/v8/listening-ports.js';
import { NodeAttachment } from '../../electron/drivers/v8/node-attachment.js';
import { collectSnapshot } from '../helpers/collected-snapshot.js';
import { endAllTargets, openThings, startNodeTarget } from '../helpers/node-targets.js';
import { nodeBinaries } from '../helpers/runtimes.js';

/** The way that Windows and macOS take, here: what is theirs alone is the call that opens the inspector, and its named pipe. */

afterEach(endAllTargets);

const limit = (): AbortSignal => AbortSignal.timeout(30_000);
const onMac = thisSystem('darwin');
const asOnWindows: ElsewhereSystem = { ...onMac, open: (pid) => void process.kill(pid, 'SIGUSR1') };

test.each(nodeBinaries())(
  'Node $version is entered, its port closed at once, and left as it was',
  async ({ path }) => {
    const target = await startNodeTarget('holder.mjs', { binary: path, flags: ['--inspect-port=0'] });
    const before = openThings(target.pid);
    const attachment = new NodeAttachment(
      target.process,
      await enterElsewhere(target.process, limit(), {}, asOnWindows),
    );
    expect(await listeningPorts(target.pid)).toEqual([]);
    expect((await attachment.sample(limit()))['heap.used']).toBeGreaterThan(1e6);
    expect((await collectSnapshot(attachment, limit())).bytes).toBeGreaterThan(1e5);
    await attachment.detach();
    expect(openThings(target.pid)).toEqual(before);
    expect(target.child.exitCode).toBeNull();
  },
);

test('without a way to open it, a closed inspector is refused and the process left alone', async () => {
  const target = await startNodeTarget('holder.mjs');
  await expect(enterElsewhere(target.process, limit(), {}, onMac)).rejects.toMatchObject({
    code: 'inspector-closed',
  });
  expect(target.errors()).toBe('');
});

test('an open inspector is entered and stays', async () => {
  const target = await startNodeTarget('holder.mjs', { flags: ['--inspect=127.0.0.1:0'] });
  const ports = await listeningPorts(target.pid);
  const attachment = new NodeAttachment(
    target.process,
    await enterElsewhere(target.process, limit(), {}, onMac),
  );
  expect((await attachment.sample(limit()))['heap.used']).toBeGreaterThan(1e6);
  await attachment.detach();
  expect(await listeningPorts(target.pid)).toEqual(ports);
});

test('one that is blocked is waited for, and given up its inspector is closed when it comes round', async () => {
  const [waited, left] = await Promise.all(
    ['9', '10'].map((seconds) =>
      startNodeTarget('blocked.mjs', { args: [seconds], flags: ['--inspect-port=0'] }),
    ),
  );
  const told: string[] = [];
  const onWait = (why: string): void => void told.push(why);
  const cancel = new AbortController();
  const givenUp = enterElsewhere(left.process, cancel.signal, { onWait: () => cancel.abort() }, asOnWindows);
  await expect(givenUp).rejects.toMatchObject({ code: 'cancelled' });
  const entry = await enterElsewhere(waited.process, limit(), { onWait }, asOnWindows);
  expect(told).toEqual([expect.stringContaining('its event loop is blocked')]);
  expect(waited.output()).toContain('back');
  await new NodeAttachment(waited.process, entry).detach();
  await left.line(/^back$/);
  for (const target of [waited, left]) {
    while ((await listeningPorts(target.pid)).length > 0) await new Promise((again) => setTimeout(again, 50));
    expect(target.child.exitCode).toBeNull();
  }
  expect(left.errors()).toContain('Debugger listening on');
}, 60_000);
