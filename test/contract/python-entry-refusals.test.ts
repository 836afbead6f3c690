import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { afterEach, expect, it } from 'vitest';
import { enterPython, entryChecks, pythonBuild } from '../../electron/drivers/python/entry/enter.js';
import { processStatus } from '../../electron/drivers/python/entry/process-status.js';
import type { Check } from '../../shared/model/preflight.js';
import { hasGdb } from '../helpers/has-gdb.js';
import { onePythonPerMinor } from '../helpers/python-interpreters.js';
import { type PythonTarget, type StartOptions, startPython } from '../helpers/python-target.js';
import { describeWhere, testWhere } from '../helpers/where.js';

const NOBODY = 65534;
const pythons = onePythonPerMinor();
// An interpreter below /root cannot be started by another user.
const [python] = [
  ...pythons.filter((each) => each.executable.startsWith('/usr') || each.executable.startsWith('/bin')),
  ...pythons,
];
const supporting = pythons.find((each) => each.minor >= 14);
const root = process.geteuid?.() === 0;
const nodeForAll =
  root && spawnSync(process.execPath, ['-v'], { uid: NOBODY, gid: NOBODY, cwd: '/' }).status === 0;
const anyUsers = nodeForAll && python !== undefined && !python.executable.startsWith('/root');
const hasScript = spawnSync('script', ['--version']).status === 0;

const LOOPS = 'import time\nprint("READY")\nwhile True: time.sleep(0.005)\n';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function start(program: string, options?: StartOptions, on = python): Promise<PythonTarget> {
  if (!on) throw new Error('no interpreter');
  const target = await startPython(on, program, options);
  cleanups.push(() => target.stop());
  return target;
}

function enter(target: PythonTarget, timeout = 2_000): Promise<unknown> {
  const { pid, startTime } = target;
  return enterPython({ pid, startTime, ...target.script(), signal: new AbortController().signal, timeout });
}

async function enterPid(pid: number): Promise<unknown> {
  const startTime = processStatus(pid)?.startTime ?? 0;
  const entered = new Promise<void>(() => {});
  return enterPython({
    pid,
    startTime,
    script: '/nowhere',
    entered,
    signal: new AbortController().signal,
    timeout: 500,
  });
}

describeWhere(python, 'no CPython 3.8 to 3.15 was found')('refusing to enter', () => {
  it('says that there is no such process', async () => {
    await expect(enterPid(2 ** 22 + 1)).rejects.toMatchObject({ code: 'no-such-process' });
  });

  it('says that a process runs no Python', async () => {
    await expect(enterPid(process.pid)).rejects.toMatchObject({ code: 'not-python' });
    await expect(pythonBuild(process.pid)).rejects.toMatchObject({ code: 'not-python' });
  });

  testWhere(processStatus(2)?.kernelThread, 'threads of the kernel are not seen here')(
    'says that a thread of the kernel is none',
    async () => {
      await expect(enterPid(2)).rejects.toMatchObject({ code: 'kernel-thread' });
    },
  );

  it('says that a zombie has ended', async () => {
    const parent = await start(
      'import os, sys\npid = os.fork()\nif pid == 0: os._exit(0)\nos.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)\nprint(pid)\nprint("READY")\nsys.stdin.read()\n',
    );
    await expect(enterPid(Number.parseInt(parent.said.out, 10))).rejects.toMatchObject({ code: 'zombie' });
  });

  it('leaves a suspended program suspended', async () => {
    const target = await start(LOOPS);
    process.kill(target.pid, 'SIGSTOP');
    await expect.poll(() => processStatus(target.pid)?.state).toBe('T');
    await expect(enter(target)).rejects.toMatchObject({
      code: 'target-stopped',
      remedy: expect.stringContaining(`kill -CONT ${target.pid}`),
    });
    expect(processStatus(target.pid)?.state).toBe('T');
  });

  testWhere(hasGdb, 'gdb is not installed')('keeps out of the way of a debugger', async () => {
    const target = await start(LOOPS);
    const gdb = spawn('gdb', ['-nx', '-q', '-p', String(target.pid)], { stdio: ['pipe', 'pipe', 'ignore'] });
    cleanups.push(async () => {
      gdb.stdin.end();
      await once(gdb, 'close');
    });
    gdb.stdin.write('echo attached\\n\n');
    let said = '';
    gdb.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    await expect.poll(() => said, { timeout: 20_000 }).toContain('attached');
    await expect(enter(target)).rejects.toMatchObject({
      code: 'target-traced',
      message: expect.stringContaining(String(gdb.pid)),
    });
  });

  testWhere(supporting, 'no CPython 3.14 was found')(
    'respects a program that disabled remote debugging',
    async () => {
      const target = await start(LOOPS, { env: { PYTHON_DISABLE_REMOTE_DEBUG: '1' } }, supporting);
      await expect(enter(target)).rejects.toMatchObject({ code: 'remote-debug-disabled' });
      const checks = await checksOf(target.pid);
      expect(checks.at(-1)).toMatchObject({ check: 'build can be entered', ok: false });
    },
  );

  it('stops waiting when it is told to', async () => {
    const target = await start('import ctypes\nprint("READY")\nctypes.PyDLL(None).sleep(20)\n');
    const { pid, startTime } = target;
    const stop = new AbortController();
    const attempt = enterPython({ pid, startTime, ...target.script(), signal: stop.signal, timeout: 20_000 });
    stop.abort(new Error('not wanted any more'));
    await expect(attempt).rejects.toThrow('not wanted any more');
  });
});

describeWhere(python, 'no CPython 3.8 to 3.15 was found')('checking before an entry', () => {
  it('passes every check on a program that can be entered', async () => {
    const target = await start(LOOPS);
    const checks = await checksOf(target.pid);
    expect(checks.map((check) => check.ok)).toEqual([true, true, true, true, true]);
    expect(checks[2]?.found).toContain(`CPython ${python?.version}`);
  });

  it('ends at the first that fails', async () => {
    expect(await checksOf(2 ** 22 + 1)).toMatchObject([{ ok: false }]);
  });
});

describeWhere(anyUsers, 'needs root, and Node and an interpreter outside /root')(
  'entering as a user without rights',
  () => {
    it('enters its own programs', async () => {
      const target = await start(LOOPS, { user: NOBODY });
      expect(await enterAs(NOBODY, target)).toBe('entered');
      expect(target.runs()).toBe(1);
    });

    it("refuses root's, with the remedy", async () => {
      const target = await start(LOOPS);
      expect(await enterAs(NOBODY, target)).toMatch(/^not-permitted .*belongs to root.*sudo/);
      expect([target.runs(), processStatus(target.pid)?.state === 'T']).toEqual([0, false]);
    });
  },
);

describeWhere(python && hasScript, 'no CPython, or no script(1)')(
  'a program in the foreground of a shell',
  () => {
    it('is entered without the shell seeing it stop', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'leakscope-shell-'));
      cleanups.push(() => rmSync(folder, { recursive: true }));
      writeFileSync(
        join(folder, 'loop.py'),
        'import os, time\nprint("PID", os.getpid(), flush=True)\nwhile True: time.sleep(0.005)\n',
      );
      const shell = spawn('script', ['-qfec', 'bash --norc --noprofile -i', '/dev/null'], {
        stdio: ['pipe', 'pipe', 'ignore'],
        env: { PATH: process.env['PATH'], TERM: 'dumb' },
      });
      cleanups.push(async () => {
        shell.stdin.end('exit\n');
        await once(shell, 'close');
      });
      let said = '';
      shell.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
      const [command, ...before] = python?.command ?? ['python3'];
      shell.stdin.write(`${[command, ...before].join(' ')} ${folder}/loop.py\n`);
      await expect.poll(() => said, { timeout: 10_000 }).toMatch(/PID \d+\s/);
      const pid = Number(/PID (\d+)/.exec(said)?.[1]);
      writeFileSync(join(folder, 'entry.py'), 'print("ENTERED", flush=True)\n');
      const entered = expect.poll(() => said, { timeout: 10_000 }).toContain('ENTERED');
      const startTime = processStatus(pid)?.startTime ?? 0;
      const script = join(folder, 'entry.py');
      const report = await enterPython({
        pid,
        startTime,
        script,
        entered: entered as Promise<void>,
        signal: new AbortController().signal,
        timeout: 10_000,
      });
      expect(report.stopped).toBe(0);
      process.kill(pid, 'SIGKILL');
      await expect.poll(() => said).toContain('Killed');
      expect(said).not.toContain('Stopped');
    });
  },
);

async function checksOf(pid: number): Promise<Check[]> {
  const checks: Check[] = [];
  for await (const check of entryChecks(pid)) checks.push(check);
  return checks;
}

/** Runs the entry in a Node of that user, as nothing in this process can give up its rights. */
async function enterAs(user: number, target: PythonTarget): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'leakscope-user-'));
  cleanups.push(() => rmSync(folder, { recursive: true }));
  chmodSync(folder, 0o755);
  const file = join(folder, 'enter.mjs');
  const bundle = await rolldown({
    input: new URL('../../electron/drivers/python/entry/enter.ts', import.meta.url).pathname,
    platform: 'node',
    logLevel: 'silent',
  });
  await bundle.write({ file, format: 'esm' });
  const { script, entered } = target.script();
  const program = `
    const { enterPython } = await import(${JSON.stringify(file)});
    const entered = new Promise((resolve) => process.stdin.once('data', resolve));
    const request = { pid: ${target.pid}, startTime: ${target.startTime}, script: ${JSON.stringify(script)}, entered, timeout: 5000 };
    await enterPython({ ...request, signal: new AbortController().signal })
      .then(() => console.log('entered'), (error) => console.log(error.code, error.message, error.remedy));
    process.exit();`;
  const node = spawn(process.execPath, ['--input-type=module', '-e', program], {
    uid: user,
    gid: user,
    cwd: '/',
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  void entered.then(() => node.stdin.write('entered\n'));
  let said = '';
  node.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  await once(node, 'close');
  return said.trim();
}
