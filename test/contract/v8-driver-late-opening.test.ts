import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { listInspectorTargets } from '../../electron/drivers/v8/inspector-address.js';
import { closeOnceOpen } from '../../electron/drivers/v8/late-opening.js';
import { connectionsTo, listeningPorts } from '../../electron/drivers/v8/listening-ports.js';
import { command, finished, startCommand } from '../helpers/command.js';
import { endAllTargets, startNodeTarget } from '../helpers/node-targets.js';
import { scratchFolder } from '../helpers/session-file.js';

afterEach(endAllTargets);

test('a blocked target is said to be blocked and waited for; a command that gives up ends, and nothing of it is left', async () => {
  const target = await startNodeTarget('blocked.mjs', { args: ['6'] });
  const { status, err } = await finished(await waitingSnapshot(target.pid));
  expect(status).toBe(1);
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

test('the command goes on as soon as the target comes round', async () => {
  const target = await startNodeTarget('blocked.mjs', { args: ['4'] });
  const file = join(scratchFolder(onTestFinished), 'a.heapsnapshot');
  const { status, err } = await command('snapshot', '--pid', String(target.pid), '-o', file);
  expect(err).toMatch(/its event loop is blocked\. Waiting until it turns \(Ctrl-C gives up\)/);
  expect(status).toBe(0);
  expect(target.output()).toContain('back');
  expect(closersOf(target.pid)).toEqual([]);
  expect(await listeningPorts(target.pid)).toEqual([]);
}, 60_000);

test('a target that ends takes the closer with it', async () => {
  const target = await startNodeTarget('blocked.mjs', { args: ['60'] });
  expect((await finished(await waitingSnapshot(target.pid))).status).toBe(1);
  expect(closersOf(target.pid)).toHaveLength(1);
  await target.end();
  while (closersOf(target.pid).length > 0) await setTimeout(50);
}, 60_000);

test('in the desktop app, whose binary runs no scripts, a Node of PATH goes on', async () => {
  const target = await startNodeTarget('blocked.mjs', { args: ['60'] });
  // Another name of the same Node: what is started by it is told from what would be started by ourselves.
  const folder = scratchFolder(onTestFinished);
  symlinkSync(process.execPath, join(folder, 'node'));
  const asApp = "Object.defineProperty(process.versions,'electron',{value:'45.0.0'})";
  const child = await waitingSnapshot(target.pid, {
    ...{ PATH: folder, NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(asApp)}` },
  });
  expect((await finished(child)).status).toBe(1);
  const [closer] = closersOf(target.pid);
  expect(readFileSync(`/proc/${closer}/cmdline`, 'utf8')).toContain(`${join(folder, 'node')}\0`);
  await target.end();
  while (closersOf(target.pid).length > 0) await setTimeout(50);
}, 60_000);

test('an inspector that somebody debugs with by then is theirs, and stays', async () => {
  const target = await startNodeTarget('holder.mjs', { flags: ['--inspect=127.0.0.1:0'] });
  const [at] = await listeningPorts(target.pid);
  const opening = { ...target.process, known: [], wanted: at.port };
  const [{ webSocketUrl }] = (await listInspectorTargets(at)) ?? [];
  const debugging = new WebSocket(webSocketUrl);
  await once(debugging, 'open');
  await closeOnceOpen(opening);
  expect(await listeningPorts(target.pid)).toEqual([at]);
  expect(debugging.readyState).toBe(WebSocket.OPEN);
  debugging.close();
  await once(debugging, 'close');
  // One that nobody uses is closed.
  while ((await connectionsTo(target.pid, at.port)) > 0) await setTimeout(10);
  await closeOnceOpen(opening);
  while ((await listeningPorts(target.pid)).length > 0) await setTimeout(10);
  expect(target.child.exitCode).toBeNull();
}, 60_000);

test('an inspector that the program opened itself, no signal can have opened it, stays', async () => {
  const target = await startNodeTarget('usr1-handler.mjs', { flags: ['--inspect=127.0.0.1:0'] });
  const [at] = await listeningPorts(target.pid);
  await closeOnceOpen({ ...target.process, known: [], wanted: at.port });
  expect(await listeningPorts(target.pid)).toEqual([at]);
}, 60_000);

/** `leakscope snapshot` of a target that is blocked, which has said so and was given up by Ctrl-C. */
async function waitingSnapshot(pid: number, env: NodeJS.ProcessEnv = {}): Promise<ChildProcess> {
  const file = join(scratchFolder(onTestFinished), 'a.heapsnapshot');
  const child = startCommand(['snapshot', '--pid', String(pid), '-o', file], env);
  onTestFinished(() => void child.kill('SIGKILL'));
  const told = new Promise<void>((resolve) => {
    child.stderr?.on('data', (text: Buffer) => String(text).includes('Waiting until it turns') && resolve());
  });
  await told;
  child.kill('SIGINT');
  return child;
}

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
