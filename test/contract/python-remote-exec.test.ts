import { existsSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { remoteExec } from '../../electron/drivers/python/entry/remote-exec.js';
import { onePythonPerMinor, type PythonInterpreter } from '../helpers/python-interpreters.js';
import { type PythonTarget, startPython } from '../helpers/python-target.js';

/** The way in of macOS and Windows, here with the target's own executable on Linux. */
const pythons = onePythonPerMinor().filter(({ minor }) => minor >= 14);
const old = onePythonPerMinor().find(({ minor }) => minor < 14);
if (pythons.length === 0) console.log('skipped: no CPython 3.14 or later here');
const signal = (): AbortSignal => AbortSignal.timeout(30_000);

const targets: PythonTarget[] = [];
afterEach(async () => {
  for (const target of targets.splice(0)) await target.stop();
});

const BUSY = 'import time\nprint("READY", flush=True)\nwhile True: time.sleep(0.01)\n';

async function start(
  python: PythonInterpreter,
  env?: Readonly<Record<string, string>>,
): Promise<PythonTarget> {
  const target = await startPython(python, BUSY, env && { env });
  targets.push(target);
  return target;
}

describe.each(pythons.map((python) => [python.label, python] as const))('CPython %s', (_, python) => {
  it('runs the script in a program that goes on', async () => {
    const target = await start(python);
    const { script, entered } = target.script('');
    await remoteExec(target.pid, script, python.command, signal());
    await entered;
    expect(existsSync(`/proc/${target.pid}`)).toBe(true);
  });

  it('says what is in the way', async () => {
    const closed = await start(python, { PYTHON_DISABLE_REMOTE_DEBUG: '1' });
    const { script } = closed.script('');
    await expect(remoteExec(closed.pid, script, python.command, signal())).rejects.toMatchObject({
      code: 'remote-debug-disabled',
      remedy: expect.stringContaining('PYTHON_DISABLE_REMOTE_DEBUG'),
    });
    await expect(remoteExec(closed.pid, script, [python.command[0], '/nowhere'], signal())).rejects.toThrow();
    const off = new AbortController();
    off.abort(new Error('called off'));
    await expect(remoteExec(closed.pid, script, python.command, off.signal)).rejects.toThrow('called off');
  });
});

it.skipIf(!old)('an interpreter before 3.14 is refused, with the way that works', async () => {
  await expect(
    remoteExec(process.pid, '/nowhere', (old as PythonInterpreter).command, signal()),
  ).rejects.toMatchObject({
    code: 'python-build',
    remedy: expect.stringContaining('leakscope run'),
  });
});
