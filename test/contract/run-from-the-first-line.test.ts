import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { heldPythonStart, whyNotHeld } from '../../electron/drivers/python/held-start.js';
import { createHost } from '../../electron/host/create-host.js';
import type { Host } from '../../electron/host/host.js';
import { type SessionId, snapshotId } from '../../shared/base/brand.js';
import { fileAppears } from '../helpers/file-appears.js';
import { onePythonPerMinor, type PythonInterpreter } from '../helpers/python-interpreters.js';
import { scratchFolder } from '../helpers/session-file.js';
import { testWhere } from '../helpers/where.js';

/** What is started to be recorded is entered before its first line, and finds everything as if nobody had. */
const pythons = onePythonPerMinor().filter(({ root }) => !root);
const [inRoot] = onePythonPerMinor().filter(({ root }) => root);
if (pythons.length === 0) console.log('skipped: no CPython 3.8 or later on PATH or under pyenv');

/** Its first line counts its threads; it leaks at once, tells what it sees, and ends when its file `go` is there. */
const PROGRAM = `import os; threads = len(os.listdir("/proc/self/task"))
import sys
modules = sorted(sys.modules)
class Early:
    pass
held = [Early() for _ in range(5000)]
import json, time
child = "import os, json, sys; print(json.dumps([os.environ.get('PYTHONPATH'), sys.path[1:]]))"
import subprocess
with open(sys.argv[1] + "-", "w") as told:
    json.dump({"threads": threads, "modules": modules, "path": sys.path[1:], "pythonpath": os.environ.get("PYTHONPATH"),
               "real": getattr(sys.modules.get("sitecustomize"), "REAL", None),
               "child": subprocess.check_output([sys.executable, "-c", child]).decode()}, told)
os.rename(sys.argv[1] + "-", sys.argv[1])
if len(sys.argv) > 2:
    end = time.time() + 60
    while not os.path.exists(sys.argv[2]) and time.time() < end:
        time.sleep(0.01)
`;

let host: Host;
beforeAll(() => {
  host = createHost({ shell: 'cli' });
});
afterAll(() => host.dispose());

describe.each(pythons.map((python) => [python.label, python] as const))('CPython %s', (_, python) => {
  it.each(['without a sitecustomize', 'with one'] as const)(
    'is recorded from the first line, %s',
    async (which) => {
      const folder = scratchFolder(onTestFinished);
      const [program, told, go] = ['program.py', 'told', 'go'].map((name) => join(folder, name));
      const own = join(folder, 'own');
      mkdirSync(own);
      if (which === 'with one') writeFileSync(join(own, 'sitecustomize.py'), 'REAL = 1\n');
      writeFileSync(program, PROGRAM);
      const kept = process.env['PYTHONPATH'];
      process.env['PYTHONPATH'] = own;
      onTestFinished(() => {
        if (kept === undefined) delete process.env['PYTHONPATH'];
        else process.env['PYTHONPATH'] = kept;
      });
      spawnSync(python.executable, [program, told]);
      const bare = JSON.parse(readFileSync(told, 'utf8'));

      const session = await host.api.recording.launch({
        command: python.executable,
        args: [program, `${told}2`, go],
        path: join(folder, 'o.leakscope'),
        tree: false,
        interval: 50,
        snapshots: ['start'],
      });
      await settled(session);
      await fileAppears(`${told}2`);
      const { snapshot } = await host.api.recording.snapshot(session, 1);
      writeFileSync(go, '');
      const { exitStatus } = await host.api.recording.ended(session);
      onTestFinished(() => host.api.sessions.close(session).catch(() => undefined));
      expect(exitStatus).toBe(0);
      const recorded = JSON.parse(readFileSync(`${told}2`, 'utf8'));
      expect(bare.threads).toBe(1);
      expect(recorded).toEqual({ ...bare, threads: 2 });
      expect(bare.real).toBe(which === 'with one' ? 1 : null);
      const id = snapshotId(`${session}/${snapshot.id}`);
      expect(id).toBeTruthy();
    },
  );
});

async function settled(session: SessionId): Promise<void> {
  await new Promise<void>((resolve) => {
    const look = async (): Promise<void> => {
      const [{ phase }] = await host.api.recording.attachments(session);
      if (phase !== 'attaching') resolve(end());
    };
    const end = host.onEvent(() => void look());
    void look();
  });
}

testWhere(inRoot, 'no CPython in a chroot: LEAKSCOPE_PYTHON_ROOTS')(
  'a program in a chroot is recorded from its first line, too',
  async () => {
    const { root = '', command } = inRoot as PythonInterpreter;
    const [chroot, ...words] = command;
    const folder = mkdtempSync(join(root, '/var/tmp/leakscope-target-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const [program = '', told = '', go = ''] = ['program.py', 'told', 'go'].map((name) => join(folder, name));
    writeFileSync(program, PROGRAM);
    const within = (path: string): string => path.slice(root.length);
    spawnSync(chroot, [...words, within(program), within(told)]);
    const bare = JSON.parse(readFileSync(told, 'utf8'));
    const session = await host.api.recording.launch({
      command: chroot,
      args: [...words, within(program), `${within(told)}2`, within(go)],
      path: join(scratchFolder(onTestFinished), 'o.leakscope'),
      tree: false,
      interval: 50,
    });
    onTestFinished(() => host.api.sessions.close(session).catch(() => undefined));
    await settled(session);
    await fileAppears(`${told}2`);
    writeFileSync(go, '');
    expect((await host.api.recording.ended(session)).exitStatus).toBe(0);
    expect(JSON.parse(readFileSync(`${told}2`, 'utf8'))).toEqual({ ...bare, threads: 2 });
  },
);

it.runIf(pythons.length > 0)('leaves no folder, however soon we end after the start', async () => {
  const file = join(scratchFolder(onTestFinished), 'held.mjs');
  const input = new URL('../../electron/drivers/python/held-start.ts', import.meta.url).pathname;
  await (await rolldown({ input, platform: 'node', logLevel: 'silent' })).write({ file, format: 'esm' });
  const program = `import { heldPythonStart, whyNotHeld } from ${JSON.stringify(file)};
    const held = heldPythonStart(${JSON.stringify(pythons[0]?.executable)}, ['x.py'], undefined, { environment: {} });
    console.log(held.env.PYTHONPATH);
    held.release();`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    encoding: 'utf8',
  });
  expect(stdout).toMatch(/leakscope-\d+-/);
  expect(existsSync(stdout.trim())).toBe(false);
});

it('is not tried where the program is no Python, or is told not to read PYTHONPATH', () => {
  for (const args of [['-I', 'x.py'], ['-bE'], ['-S', '-m', 'x']])
    expect(heldPythonStart('python3', args, undefined)).toBeUndefined();
  expect(whyNotHeld('python3', ['-bE', 'x.py'], undefined)).toMatch(/^python3 -bE reads no PYTHONPATH/);
  expect(whyNotHeld('python3', ['x.py', '-E'], undefined)).toBeUndefined();
  expect(whyNotHeld('cat', ['-E'], undefined)).toBeUndefined();
  expect(heldPythonStart('cat', [], undefined)).toBeUndefined();
  // Another program starts it.
  expect(heldPythonStart('nice', ['python3', 'x.py'], undefined)).toBeUndefined();
  expect(whyNotHeld('nice', ['python3', 'x.py'], undefined)).toMatch(/^nice starts the program/);
  expect(whyNotHeld('chroot', ['--userspec=1', '/', 'python3', 'x.py'], undefined)).toMatch(/^chroot starts/);
  expect(whyNotHeld('cat', ['python.txt'], undefined)).toBeUndefined();
});
