import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { Failure } from '../../../../shared/base/failure.js';
import type { ArmedEntry } from './armed-entry.js';
import { requireSame, watchedByShell } from './held-target.js';
import { statusField } from './process-status.js';
import { buildName } from './refusals.js';
import type { Target } from './target.js';

/** How a try to wake a sleeping thread ended. */
export type GdbOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'missing' }
  /** It is still at it: the interpreter's lock has not come free. */
  | { readonly kind: 'under-way' }
  | { readonly kind: 'failed'; readonly said: string };

const LOOK = 5;

/**
 * Wakes a main thread that sleeps in a system call: gdb calls, on it, `PyGILState_Ensure`, the function that takes what
 * waits, and `PyGILState_Release`. Only what was armed runs, so it still runs once. The caller has seen that the thread
 * sleeps; gdb asks once more whether it holds the GIL, for only a thread that let go of it may be made to call anything.
 *
 * gdb is never killed or interrupted: in the middle of a call that would leave its breakpoint in the target. Its files
 * are no pipes and it has a session of its own, so it ends its work should we end first; nothing that it calls can
 * block but for the GIL, which the sleeping thread would have to wait for anyway.
 */
export async function takeByGdb(target: Target, armed: ArmedEntry, limit: AbortSignal): Promise<GdbOutcome> {
  requireSame(target.pid, target.startTime);
  const folder = mkdtempSync(join(tmpdir(), 'leakscope-gdb-'));
  const script = openSync(join(folder, 'script'), 'w+');
  const output = openSync(join(folder, 'output'), 'w+');
  rmSync(folder, { recursive: true }); // the descriptors keep the files
  try {
    writeSync(script, gdbScript(target, armed.takenBy), 0);
    let ended: GdbOutcome['kind'] | undefined;
    const gdb = spawn(
      'gdb',
      ['-nx', '-nh', '-batch', '-readnever', '-iex', 'set auto-load off', '-x', '/proc/self/fd/0'],
      {
        stdio: [script, output, output],
        detached: true,
        env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', HOME: '/nonexistent', DEBUGINFOD_URLS: '' },
      },
    );
    gdb.on('error', () => (ended = 'missing'));
    gdb.on('close', () => (ended ??= 'done'));
    while (ended === undefined && !limit.aborted) {
      const looked = performance.now();
      await delay(LOOK);
      const tracer = Number(statusField(target.pid, 'TracerPid') ?? 0);
      target.keepsRunning ||= tracer !== 0; // a stop signal of ours would reach gdb
      if (tracer !== 0) target.stopped += performance.now() - looked;
    }
    if (ended === undefined) {
      gdb.unref();
      return { kind: 'under-way' };
    }
    target.keepsRunning = watchedByShell(target.pid);
    if (ended === 'missing') return { kind: 'missing' };
    return armed.waiting() ? { kind: 'failed', said: lastLine(output) } : { kind: 'done' };
  } finally {
    closeSync(script);
    closeSync(output);
  }
}

function gdbScript(target: Target, takenBy: string): string {
  const address = (name: string): string => {
    const at = target.python.address(name);
    if (at === undefined)
      throw new Failure('python-build', `${buildName(target.build)} does not export ${name}.`);
    return `0x${at.toString(16)}`;
  };
  // Addresses are known, so that gdb reads no symbols; a program's own signals pass by a call under way.
  return `
set pagination off
set confirm off
set auto-solib-add off
set print thread-events off
set print inferior-events off
set unwindonsignal on
set sysroot /proc/${target.pid}/root
attach ${target.pid}
handle all nostop noprint pass
handle SIGTRAP SIGSEGV SIGBUS SIGILL SIGFPE SIGABRT stop print
set $held = ((int (*)(void)) ${address('PyGILState_Check')})()
if $held == 0
  set $state = ((int (*)(void)) ${address('PyGILState_Ensure')})()
  set $taken = ((int (*)(void)) ${address(takenBy)})()
  set $left = ((int (*)(int)) ${address('PyGILState_Release')})($state)
else
  echo the thread holds the interpreter\\n
end
detach
quit
`;
}

function lastLine(output: number): string {
  const bytes = Buffer.alloc(16_384);
  const text = bytes.toString('latin1', 0, readSync(output, bytes, 0, bytes.length, 0));
  const lines = text
    .split('\n')
    .filter((line) => line.trim() && !/^(\[Inferior|warning:|Signal|SIG)/.test(line));
  return lines.at(-1)?.slice(0, 200) ?? 'it said nothing';
}
