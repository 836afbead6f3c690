import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Failure } from '../../../shared/base/failure.js';
import type { ProcessInfo } from '../../../shared/model/process.js';
import { identity } from './identity.js';
import { refuseManaged } from './plain-native.js';

export interface NativeThreadStack {
  readonly id: number;
  readonly name: string;
  /** Innermost first. */
  readonly frames: readonly { readonly function: string; readonly file: string; readonly line: number }[];
}

export interface NativeStacks {
  readonly threads: readonly NativeThreadStack[];
  /** How long the debugger was in, ms: at most so long the process stood still. */
  readonly pause: number;
}

const LIMIT = 30_000;
/** A debugger that was asked to end lets go of the process first. */
const GRACE = 3000;
const MOST_OUTPUT = 16 << 20;
const MOST_FRAMES = 64;

/**
 * The stacks of all threads of a plain native process, by gdb. The process stands still while gdb reads symbols: 0.2 s
 * for a small program, seconds for one of hundreds of MB. Nothing is called in it. Throws a Failure where there is no
 * gdb, for managed processes, and where the process may not be traced.
 */
export async function nativeStacks(target: ProcessInfo, signal: AbortSignal): Promise<NativeStacks> {
  refuseManaged(target, 'A debugger');
  const found = identity(target);
  if (!found.same) throw found.failure;
  const stopped = stateOf(target.pid) === 'T';
  const began = performance.now();
  const output = await gdb(target.pid, signal).finally(() => {
    // A debugger that was killed between its stop and its leave leaves the process stopped.
    if (!stopped && stateOf(target.pid) === 'T' && identity(target).same) process.kill(target.pid, 'SIGCONT');
  });
  const threads = parseStacks(output);
  if (threads.length === 0)
    throw new Failure(
      'no-stacks',
      `gdb could not look into process ${target.pid}${whyNot(output)}.`,
      'Run leakscope as its user or with sudo; see leakscope doctor --pid.',
    );
  return { threads, pause: performance.now() - began };
}

/** No initialisation files, no scripts of the program's libraries, no download of symbols: nothing of others is run. */
const QUIET = ['-nx', '-batch', '-iex', 'set auto-load off', '-iex', 'set debuginfod enabled off'];

function gdb(pid: number, signal: AbortSignal): Promise<string> {
  const show = ['-ex', 'set print frame-arguments none', '-ex', `thread apply all backtrace ${MOST_FRAMES}`];
  return new Promise((resolve, reject) => {
    const child = spawn('gdb', [...QUIET, '-p', String(pid), ...show], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const take = (text: string): void => {
      if (output.length < MOST_OUTPUT) output += text;
    };
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);
    let hard: NodeJS.Timeout | undefined;
    const end = (): void => {
      child.kill('SIGTERM');
      hard ??= setTimeout(() => child.kill('SIGKILL'), GRACE);
    };
    const limit = setTimeout(end, LIMIT);
    signal.addEventListener('abort', end, { once: true });
    const over = (): void => {
      clearTimeout(limit);
      clearTimeout(hard);
      signal.removeEventListener('abort', end);
    };
    child.on('error', () => {
      over();
      reject(
        new Failure(
          'no-debugger',
          'gdb is not installed here: there are no native stacks without it.',
          'Install it: apt-get install gdb, dnf install gdb.',
        ),
      );
    });
    child.on('close', () => {
      over();
      if (signal.aborted) reject(new Failure('cancelled', 'It was cancelled.'));
      else resolve(output);
    });
  });
}

const THREAD = /^Thread \d+ \((?:Thread 0x[0-9a-f]+ )?\(?LWP (\d+)\)?(?: "([^"]*)")?.*\):$/;
const FRAME = /^#\d+\s+(?:0x[0-9a-f]+ in )?(.*?) \((?:.*)\)(?: (?:at (.+?):(\d+)|from (.+)))?$/;

/** What `thread apply all backtrace` prints. Lines that are neither a thread nor a frame are left out. */
export function parseStacks(text: string): readonly NativeThreadStack[] {
  const threads: { id: number; name: string; frames: { function: string; file: string; line: number }[] }[] =
    [];
  for (const line of text.split('\n')) {
    const [, id, name = ''] = THREAD.exec(line) ?? [];
    if (id !== undefined) threads.push({ id: Number(id), name, frames: [] });
    const [, called, file, at, library] = FRAME.exec(line) ?? [];
    if (called !== undefined && threads.length > 0)
      threads.at(-1)?.frames.push({ function: called, file: file ?? library ?? '', line: Number(at ?? 0) });
  }
  return threads;
}

function whyNot(output: string): string {
  const line = output.split('\n').find((one) => /ptrace|not permitted|No such/.test(one));
  return line ? `: ${line.trim().replace(/\.$/, '')}` : '';
}

function stateOf(pid: number): string | undefined {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return line[line.lastIndexOf(')') + 2];
  } catch {
    return undefined;
  }
}
