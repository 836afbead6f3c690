import { execFile } from 'node:child_process';
import { readFileSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { ProcessInfo } from '../../../shared/model/process.js';
import { findProgram } from './heaptrack.js';

/**
 * memray must be importable in the target: the one of our user or of root beside its interpreter, or in the virtual
 * environment that it runs in.
 */
export function findMemray(
  { pid, runtime }: ProcessInfo,
  path = process.env['PATH'] ?? '',
): string | undefined {
  if (runtime.kind !== 'cpython') return undefined;
  const folders = [virtualEnvironment(pid), executableFolder(pid)].filter((one) => one !== undefined);
  const beside = folders.map((folder) => join(folder, 'memray')).find((file) => isOurs(file));
  return beside ?? findProgram('memray', path);
}

/**
 * A target says by its command line where its interpreter is, and may say anything: what another user put there is not
 * run with our rights.
 */
function isOurs(file: string): boolean {
  try {
    const real = realpathSync(file);
    const { uid, mode } = statSync(real);
    return basename(real) === 'memray' && (uid === 0 || uid === process.getuid?.()) && (mode & 0o002) === 0;
  } catch {
    return false;
  }
}

/**
 * From CPython 3.14 on memray enters where the interpreter says that it is safe (`sys.remote_exec`): 50 of 50 programs went
 * on. Before it needs gdb, which stops the program inside malloc: of 50 programs of 3.13 one hung for good.
 */
export function memrayFits({ runtime }: ProcessInfo): boolean {
  const [major = 0, minor = 0] = (runtime.version ?? '').split('.').map(Number);
  return runtime.kind === 'cpython' && (major > 3 || (major === 3 && minor >= 14));
}

/** Runs one of memray's commands; what it printed and whether it went well. */
export function memray(
  program: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<{ readonly ok: boolean; readonly said: string }> {
  return new Promise((resolve) => {
    execFile(program, args, { signal, maxBuffer: 1 << 20, killSignal: 'SIGTERM' }, (error, out, err) =>
      resolve({ ok: error === null, said: `${out}\n${err}`.trim() }),
    );
  });
}

function executableFolder(pid: number): string | undefined {
  try {
    return dirname(readlinkSync(`/proc/${pid}/exe`));
  } catch {
    return undefined;
  }
}

/** The interpreter of a virtual environment is a link, which the command line still names. */
function virtualEnvironment(pid: number): string | undefined {
  try {
    const [name = ''] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0', 1);
    const path = name.startsWith('/') ? name : join(readlinkSync(`/proc/${pid}/cwd`), name);
    return name.includes('/') ? dirname(path) : undefined;
  } catch {
    return undefined;
  }
}
