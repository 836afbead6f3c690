import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { readProcStat } from '../../electron/processes/linux/proc-stat.js';
import type { ProcessKey } from '../../shared/model/process.js';

/** A process that a test started: it says lines, and is ended by its own PID. */
export interface ProcessTarget {
  readonly pid: number;
  readonly key: ProcessKey;
  /** The next line that it prints. Rejects when it ends without one. */
  line(): Promise<string>;
  /** Tells it to go on: a line on its standard input. */
  say(text: string): void;
  /** Ends its standard input and waits for its own end; its status. */
  finish(): Promise<number | null>;
  /** Ends it and waits until it is gone. */
  end(): Promise<void>;
}

const running = new Set<ProcessTarget>();

/** For `afterEach`: nothing that a test started outlives it. */
export async function endTargets(): Promise<void> {
  await Promise.all([...running].map((target) => target.end()));
}

export function startTarget(program: string, args: readonly string[]): ProcessTarget {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${program} cannot be started`);
  const stat = readProcStat(pid);
  if (!stat) throw new Error(`${program} ended at once`);
  child.stdin.on('error', () => {});
  const target: ProcessTarget = {
    pid,
    key: { pid, startTime: stat.startTime },
    line: lines(child, program),
    say: (text) => void child.stdin.write(`${text}\n`),
    async finish() {
      const gone = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
      child.stdin.end();
      await gone;
      return child.exitCode;
    },
    async end() {
      running.delete(target);
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
  running.add(target);
  return target;
}

export const startNode = (script: string, ...flags: readonly string[]): ProcessTarget =>
  startTarget(process.execPath, [...flags, '-e', script]);

export const startPython = (python: string, script: string): ProcessTarget =>
  startTarget(python, ['-c', script]);

function lines(child: ChildProcess, program: string): () => Promise<string> {
  const waiting: ((line: string | undefined) => void)[] = [];
  const come: string[] = [];
  let over = false;
  let errors = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-10_000);
  });
  if (child.stdout) {
    const reader = createInterface({ input: child.stdout });
    reader.on('line', (line) => {
      const next = waiting.shift();
      if (next) next(line);
      else come.push(line);
    });
    reader.on('close', () => {
      over = true;
      for (const next of waiting.splice(0)) next(undefined);
    });
  }
  return async () => {
    const line =
      come.shift() ?? (over ? undefined : await new Promise<string | undefined>((r) => waiting.push(r)));
    if (line === undefined) throw new Error(`${program} ended without a word: ${errors}`);
    return line;
  };
}
