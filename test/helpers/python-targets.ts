import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ProcessInfo } from '../../shared/model/process.js';
import { openThings, processInfo } from './node-targets.js';
import type { PythonInterpreter } from './python-interpreters.js';

/** A Python program under test: asked by lines on stdin, heard by lines, ended by its own PID. */
export interface PythonTarget {
  readonly process: ProcessInfo;
  readonly child: ChildProcess;
  readonly pid: number;
  /** Sends a word, and resolves with the next line that matches. */
  ask(word: string, pattern: RegExp): Promise<string>;
  line(pattern: RegExp): Promise<string>;
  output(): string;
  errors(): string;
  /** SIGKILL, and waits until it is gone. */
  end(): Promise<void>;
}

interface StartOptions {
  readonly silent?: boolean;
  readonly args?: readonly string[];
  /** Numeric user to run as; needs root. */
  readonly user?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** What starts it: a command that is given its words, such as `unshare`. It may have children of its own until then. */
  readonly under?: readonly string[];
}

const running = new Set<PythonTarget>();

export const agentFolder = new URL('../../electron/drivers/python/agent', import.meta.url).pathname;

/** Starts `test/targets/NAME` and, unless it is a silent one, waits until it says `ready`. */
export async function startPythonTarget(
  python: PythonInterpreter,
  name: string,
  options: StartOptions = {},
): Promise<PythonTarget> {
  const place = placed(python, new URL(`../targets/${name}`, import.meta.url).pathname);
  const [command = '', ...words] = [...(options.under ?? []), ...python.command, place.file];
  const child = spawn(command, [...words, ...(options.args ?? [])], {
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(python.root && { cwd: '/' }),
    ...(options.env && { env: { ...process.env, ...options.env } }),
    ...(options.user !== undefined && { uid: options.user, gid: options.user, cwd: '/' }),
  });
  let output = '';
  let errors = '';
  let heard = 0;
  let exited = false;
  let wake: (() => void)[] = [];
  const rouse = (): void => {
    for (const listener of wake.splice(0)) listener();
  };
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  gone.then(() => {
    exited = true;
    rouse();
  });
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    rouse();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const line = async (pattern: RegExp): Promise<string> => {
    for (;;) {
      const end = output.lastIndexOf('\n') + 1;
      let at = heard;
      for (const text of output.slice(heard, end).split('\n').slice(0, -1)) {
        at += text.length + 1;
        if (!pattern.test(text)) continue;
        heard = at;
        return text;
      }
      if (exited) throw new Error(`it exited before it printed ${pattern}: ${errors}`);
      await new Promise<void>((resolve) => {
        wake = [...wake, resolve];
      });
    }
  };
  if (options.under) await line(/^ready$/);
  const pid = options.under ? innermost(child.pid ?? 0) : (child.pid ?? 0);
  const target: PythonTarget = {
    process: {
      ...processInfo(pid, 'cpython'),
      runtime: { kind: 'cpython', flavour: 'cpython' },
    },
    child,
    pid,
    output: () => output,
    errors: () => errors,
    line,
    ask(word, pattern) {
      child.stdin.write(`${word}\n`);
      return line(pattern);
    },
    async end() {
      running.delete(target);
      child.kill('SIGKILL');
      await gone;
      place.remove();
    },
  };
  running.add(target);
  if (!options.silent && !options.under) await line(/^ready$/);
  return target;
}

/** `unshare --fork` waits for the program, which is its only child. */
function innermost(pid: number): number {
  const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').split(' ').filter(Boolean);
  return child === undefined ? pid : innermost(Number(child));
}

/** The program as the interpreter can read it: a copy where that has another root. */
function placed(python: PythonInterpreter, file: string): { readonly file: string; remove(): void } {
  const { root } = python;
  if (!root) return { file, remove: () => {} };
  const folder = mkdtempSync(join(root, '/var/tmp/leakscope-target-')); // a container has a /tmp of its own
  chmodSync(folder, 0o755);
  copyFileSync(file, join(folder, basename(file)));
  return {
    file: join(folder.slice(root.length), basename(file)),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/**
 * Threads and descriptors to compare before and after. The newest libffi opens its own file as soon as it is loaded, for
 * as long as the process lives: closed, it would later map another file as code. That one is passed over.
 */
export function pythonThings(pid: number): ReturnType<typeof openThings> {
  const { threads, descriptors } = openThings(pid);
  return { threads, descriptors: descriptors.filter((name) => !/\/libffi\.so[.\d]*$/.test(name)) };
}

/** For `afterEach`: whatever a failed test left running. */
export async function endAllPythonTargets(): Promise<void> {
  await Promise.all([...running].map((target) => target.end()));
}
