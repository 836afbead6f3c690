import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A CPython that this machine can run. */
export interface PythonInterpreter {
  /** As its own file system names it. */
  readonly executable: string;
  /** `3.11.7`. */
  readonly version: string;
  readonly minor: number;
  readonly freeThreaded: boolean;
  /** The folder that is `/` to it; absent when that is ours too. */
  readonly root?: string;
  /** What to put before its arguments to start it: `[python3]`, or `[chroot, ROOT, python3]`. */
  readonly command: readonly [string, ...string[]];
  /** For the name of a test: `3.13.0`, `3.14.0 in sid`. */
  readonly label: string;
}

let found: readonly PythonInterpreter[] | undefined;

/**
 * Every CPython from 3.8 on found on PATH, under pyenv, and in the chroots named by
 * LEAKSCOPE_PYTHON_ROOTS (folders joined by `:`; they need root). Sorted by version; each asked once.
 */
export function pythonInterpreters(): readonly PythonInterpreter[] {
  found ??= [...onPath(), ...ofPyenv(), ...inRoots()]
    .flatMap((candidate) => ask(candidate) ?? [])
    .sort((a, b) => a.minor - b.minor || Number(a.freeThreaded) - Number(b.freeThreaded));
  return found;
}

/** The first of each minor version and build that can be entered: what a suite runs on when one of a kind is enough. */
export function onePythonPerMinor(): readonly PythonInterpreter[] {
  const kinds = new Map<string, PythonInterpreter>();
  for (const python of pythonInterpreters().filter((each) => !each.freeThreaded || each.minor >= 14)) {
    const kind = `${python.minor}${python.freeThreaded ? 't' : ''}`;
    if (!kinds.has(kind)) kinds.set(kind, python);
  }
  return [...kinds.values()];
}

interface Candidate {
  readonly executable: string;
  readonly root?: string;
}

const NAME = /^python3(\.\d+t?)?$/;

function onPath(): Candidate[] {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => !folder.includes('shims'));
  return distinct(folders.flatMap((folder) => pythonsIn(folder)));
}

function ofPyenv(): Candidate[] {
  const versions = join(process.env['PYENV_ROOT'] ?? join(process.env['HOME'] ?? '', '.pyenv'), 'versions');
  return distinct(
    namesIn(versions)
      .map((version) => join(versions, version, 'bin', 'python3'))
      .filter(existsSync),
  );
}

function inRoots(): Candidate[] {
  const roots = (process.env['LEAKSCOPE_PYTHON_ROOTS'] ?? '').split(':').filter(Boolean);
  return roots.flatMap((root) =>
    namesIn(join(root, 'usr/bin'))
      .filter((name) => /^python3\.\d+t?$/.test(name))
      .map((name) => ({ executable: `/usr/bin/${name}`, root })),
  );
}

function pythonsIn(folder: string): string[] {
  return namesIn(folder)
    .filter((name) => NAME.test(name))
    .map((name) => join(folder, name));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** `python3` and `python3.11` are one file. */
function distinct(executables: readonly string[]): Candidate[] {
  const byFile = new Map(executables.filter(existsSync).map((path) => [realpathSync(path), path]));
  return [...byFile.values()].map((executable) => ({ executable }));
}

function ask({ executable, root }: Candidate): PythonInterpreter | undefined {
  const command: readonly [string, ...string[]] = root ? ['chroot', root, executable] : [executable];
  const question =
    'import sys, sysconfig; print(sys.implementation.name, sys.version.split()[0].rstrip("+"), sysconfig.get_config_var("Py_GIL_DISABLED") or 0)';
  const [program, ...before] = command;
  const asked = spawnSync(program, [...before, '-I', '-c', question], { encoding: 'utf8', timeout: 10_000 });
  const [name, version = '', gilDisabled] = (asked.stdout ?? '').trim().split(' ');
  const minor = Number(version.split('.')[1]);
  if (asked.status !== 0 || name !== 'cpython' || !version.startsWith('3.') || minor < 8) return undefined;
  const freeThreaded = gilDisabled === '1';
  const label = `${version}${freeThreaded ? 't' : ''}${root ? ` in ${root}` : ''}`;
  return { executable, version, minor, freeThreaded, command, label, ...(root && { root }) };
}
