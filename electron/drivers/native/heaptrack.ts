import { execFileSync, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, readSync, realpathSync } from 'node:fs';
import { basename, delimiter, dirname, join, resolve } from 'node:path';

/** Where heaptrack (https://invent.kde.org/sdk/heaptrack) is installed. */
export interface Heaptrack {
  readonly preload: string;
  readonly interpreter: string;
  readonly version: string;
}

export function findHeaptrack(path = process.env['PATH'] ?? ''): Heaptrack | undefined {
  const script = findProgram('heaptrack', path);
  if (!script) return undefined;
  const lib = join(dirname(realpathSync(script)), '..', 'lib', 'heaptrack');
  const preload = join(lib, 'libheaptrack_preload.so');
  const interpreter = join(lib, 'libexec', 'heaptrack_interpret');
  if (!existsSync(preload) || !existsSync(interpreter)) return undefined;
  return { preload, interpreter, version: versionOf(script) };
}

/** The interpreter reads events and writes text; both are files, so that neither waits for the other. */
export function interpreted(program: string, raw: string, text: string, signal: AbortSignal): Promise<void> {
  const input = openSync(raw, 'r');
  const output = openSync(text, 'w', 0o600);
  return new Promise<void>((done, failed) => {
    // In a group of its own: Ctrl-C is for us, who wait for it.
    const child = spawn(program, { stdio: [input, output, 'ignore'], signal, detached: true });
    child.once('error', failed);
    // Of a program that was killed the last event may be cut off: what came before it is whole.
    child.once('close', () => done());
  }).finally(() => {
    closeSync(input);
    closeSync(output);
  });
}

const MANAGED =
  /^(python[\d.]*|pypy[\d.]*|node|nodejs|deno|bun|electron|chrom\w*|java|ruby[\d.]*|php[\d.]*|dotnet|mono|erl|beam\.smp|julia|luajit|perl[\d.]*|npm|npx)$/;

/** Programs that start others: heaptrack stays with the first one that it is in. */
const STARTERS =
  /^(ba|da|z|k|fi)?sh$|^(busybox|env|nice|ionice|nohup|setsid|taskset|stdbuf|timeout|time|xargs|sudo|su|chrt|numactl|setpriv|strace|ltrace|unshare|make|ninja)$/;

/** The shell or the like that a command is, or a script of it; undefined for a program that works itself. */
export function starterOf(command: string, cwd = '.'): string | undefined {
  const named = basename(command);
  if (STARTERS.test(named)) return named;
  const path = command.includes('/')
    ? resolve(cwd, command)
    : findProgram(command, process.env['PATH'] ?? '');
  const [first = ''] = path ? headOf(path).split('\n', 1) : [];
  return first.startsWith('#!') ? first.split(/[\s/!#]+/).find((word) => STARTERS.test(word)) : undefined;
}

/** The runtime that a command would start, told from its name and, of a script, from its first line. */
export function managedProgram(command: string, cwd = '.'): string | undefined {
  const path = command.includes('/')
    ? resolve(cwd, command)
    : findProgram(command, process.env['PATH'] ?? '');
  const real = path && existsSync(path) ? realpathSync(path) : undefined;
  const name = [command, real].map((one) => basename(one ?? '')).find((one) => MANAGED.test(one));
  if (name || !real) return name;
  const [first = ''] = headOf(real).split('\n', 1);
  return first.startsWith('#!') ? first.split(/[\s/]+/).find((word) => MANAGED.test(word)) : undefined;
}

function headOf(path: string): string {
  try {
    const file = openSync(path, 'r');
    try {
      const head = Buffer.alloc(256);
      return head.toString('latin1', 0, readSync(file, head, 0, head.length, 0));
    } finally {
      closeSync(file);
    }
  } catch {
    return '';
  }
}

export function findProgram(name: string, path: string): string | undefined {
  return path
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));
}

/** It is a shell script that says its version in plain text; asked only where it does not. */
function versionOf(script: string): string {
  const said = /echo "heaptrack ([\d.]+)/.exec(readFileSync(script, 'latin1'))?.[1];
  if (said) return said;
  try {
    return execFileSync(script, ['--version'], { encoding: 'utf8', timeout: 2000 }).replace(/[^\d.]/g, '');
  } catch {
    return '';
  }
}
