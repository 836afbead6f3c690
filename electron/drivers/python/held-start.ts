import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, join, resolve } from 'node:path';

/** A Python program that is to be started, and that stands before its first line until it is released. */
export interface HeldStart {
  /** To be added to its environment; it takes these out again before its first line. */
  readonly env: Readonly<Record<string, string>>;
  release(): void;
}

/** Seconds after which it goes on by itself, whatever becomes of us. */
const LONGEST = 5;
/** Until the last file of a start that is slow itself may be read, ms. */
const KEPT = 10_000;
const HELD = 'held';

/**
 * Prepares a start that waits for the agent: a `sitecustomize` of ours, in a folder of its own in front of PYTHONPATH,
 * takes that folder out of environment and path, waits, and makes room for the target's own. Undefined where the command is
 * no Python, or is told not to read PYTHONPATH.
 */
export function heldPythonStart(
  command: string,
  args: readonly string[],
  cwd: string | undefined,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): HeldStart | undefined {
  if (!runsPython(command, cwd, environment['PATH'] ?? '') || readsNoPath(args)) return undefined;
  const folder = mkdtempSync(join(tmpdir(), `leakscope-${process.pid}-`));
  const before = environment['PYTHONPATH'];
  writeFileSync(join(folder, HELD), '');
  writeFileSync(join(folder, 'sitecustomize.py'), holdingText(folder, before));
  return {
    env: { PYTHONPATH: before ? `${folder}${delimiter}${before}` : folder },
    release() {
      rmSync(join(folder, HELD), { force: true });
      const remove = (): void => {
        process.off('exit', remove);
        rmSync(folder, { recursive: true, force: true });
      };
      setTimeout(remove, KEPT).unref();
      // A short recording ends before that.
      process.once('exit', remove);
    },
  };
}

/** By its name, or by the first line of a script such as pip installs. */
function runsPython(command: string, cwd: string | undefined, path: string): boolean {
  const file = command.includes('/')
    ? resolve(cwd ?? '.', command)
    : path
        .split(delimiter)
        .map((folder) => join(folder, command))
        .find((each) => existsSync(each));
  if (!file || !existsSync(file)) return false;
  return [file, realpathSync(file)].some((each) => NAME.test(basename(each))) || NAMED.test(headOf(file));
}

const NAME = /^python(3(\.\d+t?)?)?$/;
const NAMED = /^#!.*\bpython3?/;

function headOf(file: string): string {
  const head = Buffer.alloc(256);
  try {
    const opened = openSync(file, 'r');
    try {
      return head.toString('latin1', 0, readSync(opened, head)).split('\n')[0] ?? '';
    } finally {
      closeSync(opened);
    }
  } catch {
    return '';
  }
}

/** -I, -E and -S, alone or among other letters, before the program's own words. */
function readsNoPath(args: readonly string[]): boolean {
  for (const arg of args) {
    if (!arg.startsWith('-') || arg === '-c' || arg === '-m' || arg === '-') return false;
    if (/^-[A-Za-z]*[IES]/.test(arg)) return true;
  }
  return false;
}

/**
 * What JSON writes of a text is Python, too. `time` stays out of the modules, if it was not there. The ImportError of a target that
 * has no `sitecustomize` is what its `site` expects.
 */
function holdingText(folder: string, before: string | undefined): string {
  return `def held(folder, before):
    import os
    import sys
    while folder in sys.path:
        sys.path.remove(folder)
    sys.path_importer_cache.pop(folder, None)
    if before is None:
        os.environ.pop("PYTHONPATH", None)
    else:
        os.environ["PYTHONPATH"] = before
    known = "time" in sys.modules
    import time
    end = time.time() + ${LONGEST}
    while os.path.exists(folder + "/${HELD}") and time.time() < end:
        time.sleep(0.001)
    if not known:
        sys.modules.pop("time", None)
    sys.modules.pop("sitecustomize", None)


held(${JSON.stringify(folder)}, ${before === undefined ? 'None' : JSON.stringify(before)})
import sitecustomize
`;
}
