import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { heldPythonStart } from '../../electron/drivers/python/held-start.js';
import { countTypes } from '../../electron/host/count-types.js';
import { capturedPython } from '../helpers/captured-python.js';
import { pythonUnderTest } from '../helpers/each-python.js';
import type { PythonInterpreter } from '../helpers/python-interpreters.js';
import { pythonThings, startPythonTarget } from '../helpers/python-targets.js';
import { scratchFolder } from '../helpers/session-file.js';
import { describeWhere, testWhere } from '../helpers/where.js';

/** Builds that few machines have: each is entered, or refused with its name and the way that works. */
const driver = pythonUnderTest();
const signal = (): AbortSignal => AbortSignal.timeout(90_000);
const [debug] = [process.env['LEAKSCOPE_DEBUG_PYTHON'], ...onPath(/^python3\.\d+(d|-dbg)$/)].flatMap(
  (file) => asked(file, 'import sys; sys.gettotalrefcount()') ?? [],
);
const [packer] = [process.env['LEAKSCOPE_PYINSTALLER_PYTHON'], ...onPath(/^python3$/)].flatMap(
  (file) => asked(file, 'import PyInstaller') ?? [],
);

function onPath(name: RegExp): string[] {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter(existsSync)
    .flatMap((folder) =>
      readdirSync(folder)
        .filter((each) => name.test(each))
        .map((each) => join(folder, each)),
    );
}

/** The interpreter, if it is there and can do this. */
function asked(file: string | undefined, question: string): PythonInterpreter | undefined {
  const version = 'import sys; print(sys.version.split()[0])';
  const answer =
    file === undefined
      ? undefined
      : spawnSync(file, ['-c', `${question}\n${version}`], { encoding: 'utf8', timeout: 20_000 });
  if (!file || answer?.status !== 0) return undefined;
  const said = answer.stdout.trim();
  return {
    executable: file,
    version: said,
    minor: Number(said.split('.')[1]),
    freeThreaded: false,
    command: [file],
    label: said,
  };
}

describeWhere(debug, 'no debug build of CPython on PATH, nor LEAKSCOPE_DEBUG_PYTHON')('a debug build', () => {
  const python = debug as PythonInterpreter;

  testWhere(python?.minor < 14, 'this one can be entered by PID')(
    'is refused by PID, with its name and the way that works',
    async () => {
      const target = await startPythonTarget(python, 'holder.py');
      await expect(driver.attach(target.process, signal())).rejects.toMatchObject({
        message: expect.stringContaining(`CPython ${python.version}, debug`),
        remedy: expect.stringContaining('leakscope run'),
      });
      // What cannot be entered is counted all the same.
      const [counts] = await countTypes(driver, target.process, undefined, { signal: signal() });
      expect(counts).toMatchObject({ method: 'outside', pause: 0 });
      expect(counts?.types.find(({ name }) => name === '__main__.Node')?.count).toBe(1050);
      expect(target.errors()).toBe('');
    },
  );

  testWhere(true, '')('that we started is sampled and read', async () => {
    const held = heldPythonStart(python.executable, ['holder.py'], undefined);
    onTestFinished(() => held?.end());
    const target = await startPythonTarget(python, 'holder.py', { env: held?.env, silent: true });
    held?.started(target.pid);
    const attachment = await driver.attach(target.process, signal());
    held?.release();
    await target.line(/^ready$/);
    const before = pythonThings(target.pid);
    expect((await attachment.sample(signal()))['blocks']).toBeGreaterThan(10_000);
    for (const inProcess of [false, true]) {
      const { heap } = await capturedPython(attachment, signal(), { inProcess });
      expect(heap.graph.partial).toBeUndefined();
      expect(heap.instances('__main__.Node')).toHaveLength(1050);
    }
    expect(pythonThings(target.pid)).toEqual(before);
    await attachment.detach();
    expect(target.errors()).toBe('');
  });
});

testWhere(packer, 'no Python with PyInstaller on PATH, nor LEAKSCOPE_PYINSTALLER_PYTHON')(
  'a frozen program of one file is entered and read',
  async () => {
    const python = packer as PythonInterpreter;
    const folder = scratchFolder(onTestFinished);
    const source = new URL('../targets/holder.py', import.meta.url).pathname;
    const words = ['-m', 'PyInstaller', '--onefile', '--log-level', 'ERROR', '--distpath', folder];
    const made = spawnSync(
      python.executable,
      [...words, '--workpath', join(folder, 'w'), '--specpath', folder, source],
      {
        encoding: 'utf8',
        timeout: 300_000,
      },
    );
    expect(made.stderr).not.toContain('Error');
    const program = join(folder, 'holder');
    // It unpacks itself, and its only child is the program.
    const target = await startPythonTarget({ ...python, command: [program] }, 'holder.py', {
      under: ['env'],
    });
    const before = pythonThings(target.pid);
    const attachment = await driver.attach(target.process, signal());
    const { heap } = await capturedPython(attachment, signal());
    expect(heap.graph.partial).toBeUndefined();
    expect(heap.instances('__main__.Node')).toHaveLength(1050);
    await attachment.detach();
    expect(pythonThings(target.pid)).toEqual(before);
    expect(target.errors()).toBe('');
  },
  400_000,
);
