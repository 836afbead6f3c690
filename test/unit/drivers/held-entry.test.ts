import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import {
  ENTER,
  enterHeld,
  isHeldIn,
  openHold,
  STANDS,
} from '../../../electron/drivers/python/entry/held-entry.js';
import { fileAppears } from '../../helpers/file-appears.js';
import { scratchFolder } from '../../helpers/session-file.js';

function started(env: Readonly<Record<string, string>>): ChildProcess & { readonly pid: number } {
  const child = spawn('sleep', ['60'], { env: { PATH: process.env['PATH'] ?? '', ...env } });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child as ChildProcess & { readonly pid: number };
}

test('a program that has taken its script is waited for, however slow it is', async () => {
  const folder = scratchFolder(onTestFinished);
  const { pid } = started({ PYTHONPATH: folder });
  const hold = openHold(folder);
  onTestFinished(() => hold.close());
  writeFileSync(join(folder, `${STANDS}${pid}`), '');
  let report = (): void => undefined;
  const entered = new Promise<void>((resolve) => {
    report = resolve;
  });
  let now = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now);
  onTestFinished(() => clock.mockRestore());
  const order = join(folder, `${ENTER}${pid}`);
  const entering = enterHeld(pid, '/nowhere/a.py', entered, new AbortController().signal);
  await fileAppears(order);
  rmSync(order);
  now = 1e9;
  const looks = clock.mock.calls.length;
  await expect.poll(() => clock.mock.calls.length - looks).toBeGreaterThan(3);
  report();
  expect(await entering).toBe(true);
});

test('one that does not take it is given up, and nothing of it is left', async () => {
  const folder = scratchFolder(onTestFinished);
  const { pid } = started({ PYTHONPATH: folder });
  const hold = openHold(folder);
  onTestFinished(() => hold.close());
  writeFileSync(join(folder, `${STANDS}${pid}`), '');
  let now = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += 100));
  onTestFinished(() => clock.mockRestore());
  expect(await enterHeld(pid, '/nowhere/a.py', new Promise(() => {}), new AbortController().signal)).toBe(
    false,
  );
  expect(existsSync(join(folder, `${ENTER}${pid}`))).toBe(false);
});

test('a process is held in a folder whose name it was given, or that a program of its line was', () => {
  const folder = '/tmp/leakscope-1-abcdef';
  const root = started({ PYTHONPATH: `${folder}:/usr/lib` });
  const stranger = started({});
  expect(isHeldIn(folder, root.pid)).toBe(true);
  expect(isHeldIn(`${folder}x`, root.pid)).toBe(false);
  expect(isHeldIn(folder, stranger.pid)).toBe(false);
  expect(isHeldIn(folder, stranger.pid, process.pid)).toBe(true);
  // As which a child in a PID namespace of its own may sign.
  expect(isHeldIn(folder, 1, process.pid)).toBe(false);
});
