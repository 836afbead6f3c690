import { readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { makePrivateDirectory } from '../../electron/drivers/private-directory.js';
import { elsewhereSystem } from '../../electron/drivers/python/elsewhere-system.js';
import { pythonDriver } from '../../electron/drivers/python/python-driver.js';
import type { PythonSystem } from '../../electron/drivers/python/python-system.js';
import { readTargetStatus } from '../../electron/drivers/target-status.js';
import { capturedPython } from '../helpers/captured-python.js';
import { onePythonPerMinor, type PythonInterpreter } from '../helpers/python-interpreters.js';
import {
  agentFolder,
  endAllPythonTargets,
  type PythonTarget,
  pythonThings,
  startPythonTarget,
} from '../helpers/python-targets.js';

/**
 * The way that macOS and Windows take, here: `sys.remote_exec` by the target's own interpreter, and nothing read from outside. What a
 * chroot makes different is given: how its interpreter is started, and the folder that both sides see.
 */
const pythons = onePythonPerMinor().filter(({ minor }) => minor >= 14);
const old = onePythonPerMinor().find(({ minor, root }) => minor < 14 && !root);
if (pythons.length === 0) console.log('skipped: no CPython 3.14 or later here');
const AWAKE = { args: ['awake'] };
const limit = (): AbortSignal => AbortSignal.timeout(60_000);

afterEach(endAllPythonTargets);
afterAll(() =>
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith(`leakscope-${process.pid}-`))).toEqual([]),
);

function systemOf(platform: NodeJS.Platform, python: PythonInterpreter): PythonSystem {
  return elsewhereSystem(platform, {
    interpreter: async () => python.command,
    async meeting({ pid }) {
      const status = await readTargetStatus(pid);
      if (!status) throw new Error('it has ended');
      return makePrivateDirectory(status);
    },
  });
}

const driverOn = (platform: NodeJS.Platform, python: PythonInterpreter) =>
  pythonDriver({ agentFolder, system: systemOf(platform, python) });

const oursIn = (target: PythonTarget): readonly string[] =>
  readdirSync(join(`/proc/${target.pid}/root`, tmpdir())).filter((name) =>
    name.startsWith(`leakscope-${process.pid}-`),
  );

const cases = pythons.flatMap((python) =>
  (['darwin', 'win32'] as const).map((platform) => [platform, python.label, python] as const),
);

describe.each(cases)('as on %s, CPython %s', (platform, _, python) => {
  it('is entered, read and left as it was', async () => {
    const target = await startPythonTarget(python, 'holder.py', AWAKE);
    const before = pythonThings(target.pid);
    const attachment = await driverOn(platform, python).attach(target.process, limit());
    attachment.takeGcEvents?.();
    expect((await attachment.sample(limit()))['blocks']).toBeGreaterThan(1000);
    await attachment.collectGarbage?.(limit());
    expect((await attachment.sample(limit()))['gc.collections']).toBeGreaterThan(0);
    expect(attachment.takeGcEvents?.().length).toBeGreaterThan(0);
    expect([...((await attachment.nameThreads?.(limit())) ?? [])].length).toBeGreaterThan(0);
    expect(await attachment.estimateCapture?.(limit())).toMatchObject({ safe: true, method: 'in-process' });
    const { heap, cost } = await capturedPython(attachment, limit());
    expect(cost.method).toBe('in-process');
    expect(heap.graph.partial).toBeUndefined();
    expect(heap.instances('__main__.Node').length).toBe(1000);
    const counts = await attachment.objects?.counts(limit());
    expect(counts).toMatchObject({ method: 'in-process' });
    expect(counts?.types.find(({ name }) => name === '__main__.Node')?.count).toBe(1000);
    await expect(attachment.objects?.referrers(1, {}, limit())).rejects.toMatchObject({ code: 'no-copy' });
    expect(attachment.threads).toBeUndefined();
    expect(attachment.tracing).toBeUndefined();
    await attachment.detach();
    await expect.poll(() => pythonThings(target.pid)).toEqual(before);
    expect(oursIn(target)).toEqual([]);
    expect(target.errors()).toBe('');
  });

  it('can be entered again, and tells when it has ended', async () => {
    const target = await startPythonTarget(python, 'holder.py', AWAKE);
    const driver = driverOn(platform, python);
    await (await driver.attach(target.process, limit())).detach();
    const attachment = await driver.attach(target.process, limit());
    const lost = new Promise<string>((resolve) => attachment.onLost(resolve));
    await target.end();
    expect(await lost).toContain('exited');
  });
});

describe.each(pythons.map((python) => [python.label, python] as const))('CPython %s', (_, python) => {
  it('the checks before an attach say what is to be had', async () => {
    const target = await startPythonTarget(python, 'holder.py');
    const checks = [];
    for await (const each of driverOn('darwin', python).preflight(target.process)) checks.push(each);
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(checks.map(({ found }) => found).join('\n')).toContain(`CPython ${python.version}`);
  });

  it('one that does not come by is given up, and nothing runs in it later', async () => {
    const target = await startPythonTarget(python, 'holder.py'); // its main thread reads
    const before = pythonThings(target.pid);
    await expect(driverOn('darwin', python).attach(target.process, limit())).rejects.toMatchObject({
      code: 'python-asleep',
    });
    await target.ask('footprint', /^footprint/); // it comes by now
    expect(pythonThings(target.pid)).toEqual(before);
    expect(target.errors()).toBe('');
    for (const name of oursIn(target))
      rmSync(join(`/proc/${target.pid}/root`, tmpdir(), name), { recursive: true });
  });
});

it.skipIf(!old)('an interpreter before 3.14 is refused, with the way that works', async () => {
  const python = old as PythonInterpreter;
  const target = await startPythonTarget(python, 'holder.py');
  const driver = driverOn('darwin', python);
  const checks = [];
  for await (const each of driver.preflight(target.process)) checks.push(each);
  expect(checks.filter(({ ok }) => !ok)).toMatchObject([{ fix: expect.stringContaining('leakscope run') }]);
  await expect(driver.attach(target.process, limit())).rejects.toMatchObject({
    code: 'python-build',
    remedy: expect.stringContaining('leakscope run'),
  });
  expect(oursIn(target)).toEqual([]);
});
