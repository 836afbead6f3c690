import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { createProcessTable } from '../../../electron/processes/create-process-table.js';
import type { ProcessTable } from '../../../electron/processes/process-table.js';
import { openSession } from '../../../electron/store/open-session.js';
import { recorderUnderTest, until } from '../../helpers/recorder-under-test.js';
import { scratchFolder } from '../../helpers/session-file.js';

/** A table whose watches begin when `first` is done. */
function watchingAfter(first: () => Promise<void>): ProcessTable {
  const table = createProcessTable();
  return {
    list: () => table.list(),
    get: (pid) => table.get(pid),
    tree: (pid) => table.tree(pid),
    children: (pid) => table.children(pid),
    curve: (key) => table.curve(key),
    watchTree(root, listener) {
      let stop = (): void => undefined;
      void first().then(() => {
        stop = table.watchTree(root, listener);
      });
      return () => stop();
    },
    dispose: () => table.dispose(),
  };
}

test('what became another program before the watch of its tree began is that program', async () => {
  const shim = spawn('/bin/sh', ['-c', 'read go; exec sleep 600'], { stdio: ['pipe', 'ignore', 'ignore'] });
  const ended = once(shim, 'exit');
  onTestFinished(async () => {
    shim.kill('SIGKILL');
    await ended;
  });
  const pid = shim.pid ?? 0;
  const becomeSleep = async (): Promise<void> => {
    shim.stdin.write('go\n');
    while (readFileSync(`/proc/${pid}/comm`, 'utf8').trim() !== 'sleep') await nextTurn();
  };
  const parts = await recorderUnderTest([], watchingAfter(becomeSleep));
  onTestFinished(() => parts.dispose());
  const path = join(scratchFolder(onTestFinished), 'r.leakscope');
  const recording = await parts.start({ path, pids: [pid] });
  await until(recording, () => recording.process(1).name === 'sleep');
  await recording.stop();
  const reader = openSession(path);
  onTestFinished(() => reader.close());
  expect(reader.info().targets).toMatchObject([{ runtime: { flavour: 'sleep' }, command: 'sleep 600' }]);
});
