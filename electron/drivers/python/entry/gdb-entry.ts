import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Failure } from '../../../../shared/base/failure.js';
import type { ArmedEntry } from './armed-entry.js';
import { requireSame } from './held-target.js';
import { buildName } from './refusals.js';
import type { Target } from './target.js';

/** Milliseconds until an entry by gdb is called off; attaching to a large process alone can take one second. */
const GDB_LIMIT = 15_000;
const GIVE_UP = 5_000;
const OUTPUT_LIMIT = 64 * 1024;

/**
 * Wakes a main thread that sleeps in a system call: gdb calls, on it, `PyGILState_Ensure`, the function that takes what
 * waits, and `PyGILState_Release`. Only what was armed runs, so it still runs once. The caller has seen that the thread
 * blocks without the GIL: a thread that allocates, or holds the GIL, must not be made to call anything.
 */
export async function takeByGdb(target: Target, armed: ArmedEntry, signal: AbortSignal): Promise<void> {
  const address = (name: string): string => {
    const at = target.python.address(name);
    if (at === undefined)
      throw new Failure('python-build', `${buildName(target.build)} does not export ${name}.`);
    return `0x${at.toString(16)}`;
  };
  requireSame(target.pid, target.startTime);
  const commands = [
    'set pagination off',
    'set confirm off',
    'set auto-solib-add off', // addresses are known: no symbol has to be read
    'set unwindonsignal on', // an interrupted call is undone, the thread goes back to where it slept
    'set print thread-events off',
    `set sysroot /proc/${target.pid}/root`, // or it would take this side's libc for the target's
    `attach ${target.pid}`,
    `set $held = ((int (*)(void)) ${address('PyGILState_Check')})()`,
    `set $state = -1`,
    'if $held == 0',
    `set $state = ((int (*)(void)) ${address('PyGILState_Ensure')})()`,
    `set $taken = ((int (*)(void)) ${address(armed.takenBy)})()`,
    `set $left = ((int (*)(int)) ${address('PyGILState_Release')})($state)`,
    'end',
    'detach',
    'quit',
  ];
  const gdb = spawn('gdb', ['-nx', '-nh', '-batch', '-readnever', ...commandsAsArguments(commands)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', HOME: '/nonexistent', DEBUGINFOD_URLS: '' },
  });
  let said = '';
  for (const stream of [gdb.stdout, gdb.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      if (said.length < OUTPUT_LIMIT) said += text;
    });
  }
  const ended = once(gdb, 'close');
  const limit = AbortSignal.any([signal, AbortSignal.timeout(GDB_LIMIT)]);
  // Never SIGKILL while a call is under way: it would leave gdb's breakpoint and a half-made call in the target.
  const interrupt = (): void => void gdb.kill('SIGINT');
  limit.addEventListener('abort', interrupt, { once: true });
  try {
    await Promise.race([
      ended,
      ...(limit.aborted ? [Promise.resolve()] : [once(limit, 'abort')]).map(async (stop) => {
        await stop;
        await Promise.race([ended, delay(GIVE_UP)]);
      }),
    ]);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw gdbMissing(target);
    throw error;
  } finally {
    limit.removeEventListener('abort', interrupt);
  }
  if (armed.waiting()) {
    throw new Failure(
      'python-asleep',
      `Process ${target.pid}, ${buildName(target.build)}, sleeps, and gdb could not wake it: ${lastLine(said)}.`,
      'Attach when the program does something.',
    );
  }
}

function commandsAsArguments(commands: readonly string[]): string[] {
  return commands.flatMap((command) => ['-ex', command]);
}

function gdbMissing(target: Target): Failure {
  return new Failure(
    'python-asleep',
    `Process ${target.pid}, ${buildName(target.build)}, sleeps in a system call and did not wake in time.`,
    'Attach when the program does something, or install gdb, which can wake it: sudo apt-get install gdb.',
  );
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.slice(0, 200) || 'it said nothing';
}
