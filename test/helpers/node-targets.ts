import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { ProcessInfo } from '../../shared/model/process.js';

/** A program under test: ended by its own PID, and heard line by line. */
export interface NodeTarget {
  readonly process: ProcessInfo;
  readonly child: ChildProcess;
  readonly pid: number;
  /** Resolves with the next line that matches, past ones included. */
  line(pattern: RegExp): Promise<string>;
  /** Everything that it printed so far. */
  output(): string;
  errors(): string;
  signal(name: NodeJS.Signals): void;
  /** SIGKILL, and waits until it is gone. */
  end(): Promise<void>;
}

export interface TargetOptions {
  readonly binary?: string;
  readonly flags?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** A command that ends in running Node in its own place: `setpriv …`. */
  readonly under?: readonly string[];
  /** Not waited for with a program that prints nothing. */
  readonly silent?: boolean;
}

const running = new Set<NodeTarget>();

/** Starts `test/targets/NAME`, or the file of that path, and waits until it says `ready`. */
export async function startNodeTarget(name: string, options: TargetOptions = {}): Promise<NodeTarget> {
  const file = name.startsWith('/') ? name : new URL(`../targets/${name}`, import.meta.url).pathname;
  const { NODE_OPTIONS: _, ...env } = process.env;
  const [command, ...args] = [
    ...(options.under ?? []),
    options.binary ?? process.execPath,
    ...(options.flags ?? []),
    file,
    ...(options.args ?? []),
  ];
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...env, ...options.env },
  });
  const target = targetOf(child);
  running.add(target);
  if (!options.silent) await target.line(/^ready$/);
  return target;
}

/** For `afterEach`: whatever a failed test left running. */
export async function endAllTargets(): Promise<void> {
  await Promise.all([...running].map((target) => target.end()));
}

function targetOf(child: ChildProcess): NodeTarget {
  const pid = child.pid ?? 0;
  let output = '';
  let errors = '';
  let wake: (() => void)[] = [];
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    for (const listener of wake.splice(0)) listener();
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  let exited = false;
  gone.then(() => {
    exited = true;
    for (const listener of wake.splice(0)) listener();
    wake = [];
  });
  const target: NodeTarget = {
    get process() {
      return processInfo(pid);
    },
    child,
    pid,
    output: () => output,
    errors: () => errors,
    signal: (name) => void process.kill(pid, name),
    async line(pattern) {
      for (;;) {
        const complete = output.slice(0, output.lastIndexOf('\n') + 1);
        const found = complete.split('\n').find((line) => pattern.test(line));
        if (found !== undefined) return found;
        if (exited) throw new Error(`it exited before it printed ${pattern}: ${errors}`);
        await new Promise<void>((resolve) => wake.push(resolve));
      }
    },
    async end() {
      running.delete(target);
      child.kill('SIGKILL');
      await gone;
    },
  };
  return target;
}

/** What a list of processes would say of it, as far as a driver looks. */
export function processInfo(pid: number, flavour = 'node'): ProcessInfo {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return {
    pid,
    ppid: process.pid,
    name: flavour,
    command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim(),
    user: String(process.getuid?.()),
    runtime: { kind: 'v8', flavour },
    rss: 0,
    attachable: true,
    startTime: Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]),
  };
}

/** What a process has open, as one can see from outside: threads, and descriptors by what they lead to. */
export function openThings(pid: number): { threads: number; descriptors: readonly string[] } {
  const descriptors = readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    try {
      // A socket's or pipe's number is its own in every process: only the kind can be compared.
      return [readlinkSync(`/proc/${pid}/fd/${fd}`).replace(/:\[\d+\]$/, '')];
    } catch {
      return [];
    }
  });
  return { threads: readdirSync(`/proc/${pid}/task`).length, descriptors: descriptors.sort() };
}
