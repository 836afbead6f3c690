import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../build/leakscope.mjs', import.meta.url));

export interface Finished {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** The command as a user runs it; `npm test` has built it. */
export function startCommand(args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  return spawn(process.execPath, [program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
}

export async function finished(child: ChildProcess): Promise<Finished> {
  let out = '';
  let err = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    out += chunk;
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    err += chunk;
  });
  const [code] = await once(child, 'close');
  return { status: code ?? -1, out, err };
}

export function command(...args: readonly string[]): Promise<Finished> {
  return finished(startCommand(args));
}

/** The one JSON value that a command answered. Throws with what it said on stderr when it failed. */
export async function answer<T>(...args: readonly string[]): Promise<T> {
  const { status, out, err } = await command(...args, '--json');
  if (status !== 0) throw new Error(`leakscope ${args.join(' ')}: status ${status}: ${err}`);
  return JSON.parse(out) as T;
}
