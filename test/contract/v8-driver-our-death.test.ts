import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { listeningPorts } from '../../electron/drivers/v8/listening-ports.js';
import { openSession } from '../../electron/store/open-session.js';
import { endAllTargets, openThings, startNodeTarget } from '../helpers/node-targets.js';
import { nodeBinaries } from '../helpers/runtimes.js';
import { scratchFolder } from '../helpers/session-file.js';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

afterEach(endAllTargets);

describe.each(nodeBinaries())('when the recorder of a Node $version is killed', ({ path: binary }) => {
  test('nothing of it stays in the target', async () => {
    const [target, twin] = await Promise.all(
      [1, 2].map(() => startNodeTarget('holder.mjs', { binary, args: ['5000'] })),
    );
    const before = openThings(target.pid);
    const file = join(scratchFolder(onTestFinished), 'r.leakscope');
    const args = ['record', '--pid', String(target.pid), '-o', file, '--allocations', '--interval', '50ms'];
    // The launcher would die alone: the recorder itself is the built program on this Node.
    const recorder = spawn(process.execPath, [CLI, ...args, '--snapshot', 'start'], { stdio: 'ignore' });
    onTestFinished(() => void recorder.kill('SIGKILL'));
    // Everything that it does in a target has begun: sampled, profiled, snapshot.
    while (!inTheMiddle(file)) await new Promise((again) => setTimeout(again, 50));
    expect(openThings(target.pid).descriptors).not.toEqual(before.descriptors);
    recorder.kill('SIGKILL');
    await once(recorder, 'exit');

    while (openThings(target.pid).descriptors.length > before.descriptors.length)
      await new Promise((again) => setTimeout(again, 20));
    expect(openThings(target.pid)).toEqual(before);
    expect(await listeningPorts(target.pid)).toEqual([]);
    for (const one of [target, twin]) one.signal('SIGUSR2');
    const [left, untouched] = await Promise.all([target, twin].map((one) => one.line(/^\{/)));
    expect(JSON.parse(left)).toEqual(JSON.parse(untouched));
  });
});

/** A recording that has heap samples and its snapshot. */
function inTheMiddle(file: string): boolean {
  try {
    const reader = openSession(file);
    try {
      const { series, snapshots } = reader.info();
      return snapshots.length === 1 && series.some(({ name, count }) => name === 'heap.used' && count > 5);
    } finally {
      reader.close();
    }
  } catch {
    return false; // not yet there
  }
}
