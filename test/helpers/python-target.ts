import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { processStatus } from '../../electron/drivers/python/entry/process-status.js';
import type { PythonInterpreter } from './python-interpreters.js';

/** A Python program under test, with a folder that both it and we can see. */
export interface PythonTarget {
  readonly pid: number;
  readonly startTime: number;
  readonly child: ChildProcess;
  /** All that it wrote to standard output and standard error so far. */
  readonly said: { out: string; err: string };
  /** A new script that reports each time it runs, with `lines` of Python after that. */
  script(lines?: string): EntryScript;
  /** How often any of its scripts ran. */
  runs(): number;
  /** Resolves with the exit status, or the signal's name. */
  exited(): Promise<number | string>;
  /** Ends it by its own PID and removes its folder. */
  stop(): Promise<void>;
}

/** What `enterPython` wants to know of a script. */
export interface EntryScript {
  readonly script: string;
  readonly entered: Promise<void>;
}

export interface StartOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Numeric user to run as; needs root. */
  readonly user?: number;
}

/** Starts `program` and waits until it has written its first line, `READY`. */
export async function startPython(
  python: PythonInterpreter,
  program: string,
  options: StartOptions = {},
): Promise<PythonTarget> {
  const root = python.root ?? '';
  const folder = mkdtempSync(join(root, '/tmp/leakscope-target-'));
  const inner = folder.slice(root.length);
  const put = (name: string, text: string): void => {
    writeFileSync(join(folder, name), text);
    if (options.user !== undefined) chownSync(join(folder, name), options.user, options.user);
  };
  if (options.user !== undefined) chownSync(folder, options.user, options.user);
  chmodSync(folder, 0o700);
  put('program.py', program);
  const [command, ...before] = python.command;
  const child = spawn(command, [...before, '-u', `${inner}/program.py`], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8', ...options.env },
    cwd: '/',
    ...(options.user !== undefined && { uid: options.user, gid: options.user }),
  });
  const said = { out: '', err: '' };
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text));
  const ready = new Promise<void>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said.out += text;
      if (said.out.includes('READY\n')) resolve();
    });
    child.once('exit', (status) => reject(new Error(`the program ended with ${status}: ${said.err}`)));
  });
  const gone = once(child, 'exit').then(([status, signal]) => (status ?? signal) as number | string);
  await ready;
  const pid = child.pid ?? 0;
  let scripts = 0;
  return {
    pid,
    startTime: processStatus(pid)?.startTime ?? 0,
    child,
    said,
    script(lines = '') {
      const name = `entry-${++scripts}`;
      put(`${name}.py`, `with open("${inner}/${name}-ran", "a") as report: report.write("x")\n${lines}\n`);
      return { script: `${inner}/${name}.py`, entered: appears(folder, `${name}-ran`) };
    },
    runs: () =>
      readdirSync(folder)
        .filter((name) => name.endsWith('-ran'))
        .reduce((sum, name) => sum + readFileSync(join(folder, name), 'utf8').length, 0),
    exited: () => gone,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) process.kill(pid, 'SIGKILL');
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Resolves when the file has content. Never rejects: a script that does not run simply never reports. */
function appears(folder: string, name: string): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(folder, { persistent: false }, () => {
      const file = join(folder, name);
      if (!existsSync(file) || statSync(file).size === 0) return;
      watcher.close();
      resolve();
    });
    watcher.on('error', () => watcher.close());
  });
}
