import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Failure } from '../../../../shared/base/failure.js';

/** Starting an interpreter and writing one path; on a loaded machine. */
const LIMIT = 20_000;

/**
 * Has the target's own interpreter ask for the script by `sys.remote_exec` (PEP 768), 3.14 and later: the way where no memory of another
 * process can be written by us, as on macOS and Windows, or where the kernel keeps /proc/PID/mem closed. `interpreter` is the command that
 * starts the target's own executable: another build, or another patch release, is refused by it. Resolves when the script is asked for;
 * it runs when the target's main thread comes by. Throws a Failure with its remedy.
 */
export async function remoteExec(
  pid: number,
  script: string,
  interpreter: readonly [string, ...string[]],
  signal: AbortSignal,
): Promise<void> {
  const [command, ...words] = interpreter;
  try {
    // Alone: neither the user's site nor the environment may change what runs here.
    await promisify(execFile)(command, [...words, '-I', '-S', '-c', ASKS, String(pid), script], {
      signal,
      timeout: LIMIT,
      windowsHide: true,
    });
  } catch (error) {
    signal.throwIfAborted();
    throw refusal(pid, error as ExecError);
  }
}

const ASKS = 'import sys; sys.remote_exec(int(sys.argv[1]), sys.argv[2])';

interface ExecError extends Error {
  readonly code?: number | string;
  readonly stderr?: string;
  readonly killed?: boolean;
}

function refusal(pid: number, error: ExecError): Failure {
  const said = (error.stderr ?? '').trim().split('\n').at(-1)?.slice(0, 300) || error.message.slice(0, 300);
  for (const [pattern, code, what, remedy] of REFUSALS)
    if (pattern.test(said)) return new Failure(code, `Process ${pid} ${what} (${said}).`, remedy);
  if (error.killed)
    return new Failure(
      'python-entry',
      `The interpreter of process ${pid} did not start in time.`,
      'Try again when the machine is less busy.',
    );
  return new Failure('python-entry', `Process ${pid} could not be entered by its own interpreter: ${said}.`);
}

/** What CPython says in the last line of its traceback. */
const REFUSALS: readonly (readonly [RegExp, string, string, string])[] = [
  [
    /remote_exec.*attribute|no attribute 'remote_exec'|not supported|not available/i,
    'python-build',
    'runs a Python that cannot be entered by another one',
    'Use Python 3.14 or later, or start the program with Leakscope instead: leakscope run -- COMMAND.',
  ],
  [
    /disabled|not enabled/i,
    'remote-debug-disabled',
    'was started with remote debugging disabled',
    'Start it without PYTHON_DISABLE_REMOTE_DEBUG and without -X disable_remote_debug.',
  ],
  [
    /PermissionError|not permitted|denied|task_for_pid|access is denied/i,
    'not-permitted',
    'does not let this user trace it',
    'Start Leakscope as its user with more rights: with sudo on macOS and Linux, as administrator on Windows.',
  ],
  [
    /version|cookie|debug offsets|PyRuntime/i,
    'python-build',
    'runs another build of Python than the executable that was asked',
    'Start the program with Leakscope instead: leakscope run -- COMMAND.',
  ],
  [/ProcessLookupError|No such process/i, 'no-such-process', 'has ended', 'See which processes there are.'],
];
