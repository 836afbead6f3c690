import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { listeningPorts } from '../../electron/drivers/v8/listening-ports.js';
import { command } from '../helpers/command.js';
import { endAllTargets, startNodeTarget } from '../helpers/node-targets.js';
import { scratchFolder } from '../helpers/session-file.js';

afterEach(endAllTargets);

test('a command that gave up on a blocked target ends, and nothing of it is left when that comes round', async () => {
  const target = await startNodeTarget('blocked.mjs', { args: ['12'] });
  const file = join(scratchFolder(onTestFinished), 'a.heapsnapshot');
  const { status, err } = await command('snapshot', '--pid', String(target.pid), '-o', file);
  expect(status).toBe(1);
  expect(err).toMatch(/did not within 6 s/);
  expect(err).toMatch(/did not answer: a small process of its own/);
  // It ended while the target was still blocked.
  expect(target.output()).not.toContain('back');
  const [closer] = closersOf(target.pid);
  onTestFinished(() => void (closersOf(target.pid).includes(closer) && process.kill(closer)));
  expect(closer).toBeGreaterThan(0);

  await target.line(/^back$/);
  while (closersOf(target.pid).length > 0) await setTimeout(50);
  expect(target.errors()).toMatch(/Debugger listening on/);
  expect(await listeningPorts(target.pid)).toEqual([]);
  expect(target.child.exitCode).toBeNull();
}, 60_000);

test('a target that ends takes the closer with it', async () => {
  const target = await startNodeTarget('blocked.mjs', { args: ['60'] });
  const file = join(scratchFolder(onTestFinished), 'a.heapsnapshot');
  expect((await command('snapshot', '--pid', String(target.pid), '-o', file)).status).toBe(1);
  expect(closersOf(target.pid)).toHaveLength(1);
  await target.end();
  while (closersOf(target.pid).length > 0) await setTimeout(50);
}, 60_000);

/** Small processes that wait for this target. */
function closersOf(pid: number): readonly number[] {
  return readdirSync('/proc')
    .filter((entry) => {
      try {
        return readFileSync(`/proc/${entry}/cmdline`, 'utf8').includes(`closer.js\0{"pid":${pid},`);
      } catch {
        return false;
      }
    })
    .map(Number);
}
