import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from '../../../shared/base/failure.js';
import type { ProcessInfo } from '../../../shared/model/process.js';
import { type GdbSession, openGdb } from './gdb-session.js';
import type { Heaptrack } from './heaptrack.js';
import { identity } from './identity.js';
import { parseStacks } from './native-stacks.js';
import { refuseManaged } from './plain-native.js';
import { safeThread } from './safe-thread.js';

/** What must be known of a process to enter or leave it. */
export type Traced = Pick<ProcessInfo, 'pid' | 'startTime' | 'runtime'>;

/** What heaptrack's own script brings into a running program; undefined where this build of it has none. */
export function injectedLibrary({ preload }: Heaptrack): string | undefined {
  const path = join(dirname(preload), 'libheaptrack_inject.so');
  return existsSync(path) ? path : undefined;
}

/**
 * Brings heaptrack's library into a running plain native program and has it write its events to `raw`, a path as the
 * program names it. The program stands still while gdb reads its symbols, some 0.1 s; the calls are made in a thread
 * that is in no half-way place, else it is let go and looked at again. Throws a Failure, and then nothing was begun.
 */
export function injectHeaptrack(
  target: Traced,
  library: string,
  raw: string,
  signal: AbortSignal,
): Promise<void> {
  return atSafeMoment(target, signal, neverIn(target), async (gdb) => {
    // 2 is RTLD_NOW.
    const loaded = await gdb.ask(`print ((void*(*)(const char*, int)) dlopen)(${quoted(library)}, 2)`, CALL);
    if (!/= \(void \*\) 0x[0-9a-f]*[1-9a-f]/.test(loaded))
      throw new Failure(
        'not-loaded',
        `heaptrack’s library cannot be loaded into process ${target.pid}: ${lastLine(loaded)}`,
        'A program that is linked statically, or lives in a container without heaptrack, can only be started with it.',
      );
    await gdb.ask('sharedlibrary libheaptrack_inject', READ);
    const begun = await gdb.ask(`print ((void(*)(const char*)) heaptrack_inject)(${quoted(raw)})`, CALL);
    if (!/= void/.test(begun)) throw new Failure('not-begun', `heaptrack did not begin: ${lastLine(begun)}`);
  });
}

/** Has it close its file, and put back what it changed where it was brought in. Its library stays: unloading it is not safe. */
export function stopHeaptrack(target: Traced, signal: AbortSignal): Promise<void> {
  return atSafeMoment(target, signal, neverOut(target), async (gdb) => {
    await gdb.ask('sharedlibrary libheaptrack_', READ);
    const ended = await gdb.ask('print ((void(*)()) heaptrack_stop)()', CALL);
    if (!/= void/.test(ended)) throw new Failure('not-ended', `heaptrack did not end: ${lastLine(ended)}`);
  });
}

/** Each stops the program for some 0.1 s. */
const TRIES = 40;
const ATTACH = 20_000;
const READ = 10_000;
/** A call that waits for a lock that nobody lets go. */
const CALL = 5000;

async function atSafeMoment(
  target: Traced,
  signal: AbortSignal,
  never: Failure,
  work: (gdb: GdbSession) => Promise<void>,
): Promise<void> {
  refuseManaged(target, 'heaptrack');
  const gdb = await openGdb();
  try {
    await gdb.ask('set auto-solib-add off', READ);
    await gdb.ask('set print frame-arguments none', READ);
    // Read before the process stands still.
    await gdb.ask('set exec-file-mismatch off', READ);
    await gdb.ask(`file /proc/${target.pid}/exe`, ATTACH);
    for (let tried = 0; tried < TRIES && !signal.aborted; tried++) {
      const found = identity(target);
      if (!found.same) throw found.failure;
      const attached = await gdb.ask(`attach ${target.pid}`, ATTACH);
      if (/ptrace|not permitted|No such process/.test(attached))
        throw new Failure(
          'not-permitted',
          `gdb cannot enter process ${target.pid}: ${lastLine(attached)}`,
          'Run leakscope as its user or with sudo; see leakscope doctor --pid.',
        );
      await gdb.ask('sharedlibrary', READ);
      const threads = parseStacks(await gdb.ask('thread apply all backtrace 64', READ));
      const safe = safeThread(threads);
      if (safe) {
        const row = /^Thread (\d+) has/m.exec(await gdb.ask(`thread find LWP ${safe.id}`, READ))?.[1];
        if (row !== undefined || threads.length === 1) {
          if (row !== undefined) await gdb.ask(`thread ${row}`, READ);
          return await work(gdb);
        }
      }
      await gdb.ask('detach', READ);
      await pause(5 + Math.random() * 20);
    }
    throw never;
  } finally {
    await gdb.end();
  }
}

const neverIn = ({ pid }: Traced): Failure =>
  new Failure(
    'never-safe',
    `Process ${pid} was never seen at a place where heaptrack could be brought in safely.`,
    'Start it with leakscope run --native instead.',
  );

const neverOut = ({ pid }: Traced): Failure =>
  new Failure(
    'never-safe',
    `heaptrack is still in process ${pid}, which was never seen at a place where it could be taken out safely.`,
    'It costs the program time until that ends; what it writes is thrown away.',
  );

const quoted = (path: string): string => {
  if (!/^[\w./+@:=-]+$/.test(path)) throw new Failure('bad-path', 'gdb cannot be given such a path.');
  return `"${path}"`;
};

const lastLine = (output: string): string => output.trim().split('\n').at(-1)?.replace(/\.$/, '') ?? '';
