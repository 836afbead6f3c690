import { readlinkSync } from 'node:fs';
import { access, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { RuntimeInfo } from '../../../shared/model/runtime.js';
import { pythonVersion, RUNTIMES, type RuntimeSigns, versionInPath } from '../runtime-signs.js';
import { within } from '../within.js';
import { embeddedVersion } from './embedded-version.js';
import { mappedFiles } from './mapped-files.js';

/** What a process runs, and whether we could look at it at all. */
export interface Detected {
  readonly runtime: RuntimeInfo;
  /** The executable's path in the target's own file system; absent where we may not see it. */
  readonly executable?: string;
}

/** A program this large may carry a Node inside under its own name. */
const LARGE = 30 * 1024 * 1024;

/**
 * Looks from outside: the executable's name, the libraries mapped, the neighbours of the file, the
 * constants inside. Where we may not see the executable, the process's name and first argument serve.
 * Never throws.
 */
export async function detectRuntime(pid: number, name: string, argument = ''): Promise<Detected> {
  const executable = executableOf(pid);
  if (!executable) return { runtime: named(name, basename(argument)) };
  const runtime = await within(3000, known(pid, executable)).catch(() => undefined);
  return { executable, runtime: runtime ?? { kind: 'native', flavour: basename(executable) } };
}

async function known(pid: number, executable: string): Promise<RuntimeInfo | undefined> {
  const exe = `/proc/${pid}/exe`;
  const root = `/proc/${pid}/root`;
  const program = basename(executable);
  if (await isElectron(root, executable, program)) return await electron(root, executable);
  const byName = RUNTIMES.find((signs) => signs.executable?.test(program));
  if (byName?.version) return withVersion(byName, await versionIn(exe, executable, byName.version));

  const files = await mappedFiles(pid);
  for (const signs of byName ? [byName] : RUNTIMES) {
    const library = files.find((path) => signs.library?.test(path));
    if (!library) continue;
    const minor = signs.library?.exec(library)?.[1];
    const pattern = signs.version ?? pythonVersion(minor);
    return withVersion(signs, (await versionIn(join(root, library), library, pattern)) ?? minor);
  }
  if (byName?.kind === 'cpython') {
    const minor = /\d\.\d+/.exec(program)?.[0];
    return withVersion(byName, (await versionIn(exe, executable, pythonVersion(minor))) ?? minor);
  }
  if (byName) return withVersion(byName, undefined);
  return await singleExecutable(exe);
}

/** A Node that was packed with its script into one file. */
async function singleExecutable(exe: string): Promise<RuntimeInfo | undefined> {
  if ((await stat(exe)).size < LARGE) return undefined;
  const [node] = RUNTIMES;
  const version = node?.version && (await embeddedVersion(exe, node.version));
  return node && version ? withVersion(node, version) : undefined;
}

async function versionIn(file: string, path: string, pattern: RegExp): Promise<string | undefined> {
  return (await embeddedVersion(file, pattern).catch(() => undefined)) ?? versionInPath(path);
}

/** Every Electron app is the same program under its own name; its app lies in `resources` beside it. */
async function isElectron(root: string, executable: string, program: string): Promise<boolean> {
  if (/^electron\d*$/.test(program)) return true;
  const folder = join(root, dirname(executable));
  if (!(await exists(join(folder, 'icudtl.dat')))) return false;
  const apps = ['app.asar', 'app', 'default_app.asar'].map((app) => exists(join(folder, 'resources', app)));
  return (await Promise.all(apps)).includes(true);
}

async function electron(root: string, executable: string): Promise<RuntimeInfo> {
  const text = await readFile(join(root, dirname(executable), 'version'), 'latin1').catch(() => '');
  const version = /^v?(\d+\.\d+\.\d+[\w.-]*)\s*$/.exec(text.slice(0, 40))?.[1];
  return { kind: 'v8', flavour: 'electron', ...(version && { version }) };
}

function withVersion({ kind, flavour }: RuntimeSigns, version: string | undefined): RuntimeInfo {
  return { kind, flavour, ...(version && { version }) };
}

/** All that is left where the executable is hidden: what it is called, without a version. */
function named(...names: readonly string[]): RuntimeInfo {
  for (const name of names) {
    const signs = RUNTIMES.find((each) => each.executable?.test(name));
    if (signs) return withVersion(signs, undefined);
  }
  return { kind: 'native', flavour: names[0] ?? '' };
}

function executableOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/exe`).replace(/ \(deleted\)$/, '');
  } catch {
    return undefined;
  }
}

/** Not on the main thread: a target's folder can lie on a network that does not answer. */
function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
