import {
  closeSync,
  existsSync,
  type FSWatcher,
  mkdtempSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  rmSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, join, resolve } from 'node:path';
import { atExit } from '../at-exit.js';
import { chrootedStart, type StartedProgram } from './chrooted-start.js';
import { isHeldIn, openHold, STANDS, untilStanding } from './entry/held-entry.js';
import { HELD, holdingText, TREE } from './held-text.js';

/** A Python program that is to be started, and that stands before its first line until it is released. */
export interface HeldStart {
  /** To be added to its environment; it takes these out again before its first line. */
  readonly env: Readonly<Record<string, string>>;
  /** It runs, as `pid`: an attach waits until it stands. Resolves when `pid` is the program itself, and not what becomes it. */
  started(pid: number): Promise<void>;
  release(): void;
  /** From now on each child stands, too, before its first line or behind its fork, until `welcome` has come to an end. */
  follow(welcome: (pid: number) => Promise<void>): void;
  /** No child is held any more. */
  end(): void;
}

/** Until the last file of a start that is slow itself may be read, ms. */
const KEPT = 10_000;

/**
 * Prepares a start that waits for the agent: a `sitecustomize` of ours, in a folder of its own in front of PYTHONPATH,
 * takes that folder out of environment and path, waits, and makes room for the target's own. With `tree` the folder stays in
 * what C knows of the environment, which children inherit. Undefined where the command is no Python, or is told not to read
 * PYTHONPATH.
 */
export function heldPythonStart(
  command: string,
  args: readonly string[],
  cwd: string | undefined,
  { tree = false, environment = process.env }: HoldOptions = {},
): HeldStart | undefined {
  const program = chrootedStart(command, args, cwd);
  const { root: under } = program;
  if (!runsPython(program, environment['PATH'] ?? '') || readsNoPath(program.args) !== undefined)
    return undefined;
  const parent = under ? join(under, 'tmp') : tmpdir();
  if (!existsSync(parent)) return undefined;
  const folder = mkdtempSync(join(parent, `leakscope-${process.pid}-`));
  const inside = folder.slice(under.length);
  const before = environment['PYTHONPATH'];
  const clear = (): void => rmSync(folder, { recursive: true, force: true });
  const callOff = atExit(clear);
  const remove = (): void => {
    callOff();
    clear();
  };
  const drop = (name: string): void => rmSync(join(folder, name), { force: true });
  writeFileSync(join(folder, HELD), '');
  if (tree) writeFileSync(join(folder, TREE), '');
  writeFileSync(join(folder, 'sitecustomize.py'), holdingText(inside, before));
  const hold = openHold(folder);
  let watcher: FSWatcher | undefined;
  let root: number | undefined;
  return {
    env: { PYTHONPATH: before ? `${inside}${delimiter}${before}` : inside },
    async started(pid) {
      root = pid;
      hold.expect(pid);
      if (under) await untilStanding(pid, new AbortController().signal);
    },
    release() {
      drop(HELD);
      if (tree) return;
      hold.close();
      setTimeout(remove, KEPT).unref();
    },
    follow(welcome) {
      const seen = new Set<string>();
      const look = (): void => {
        for (const name of namesIn(folder)) {
          const pid = Number(name.startsWith(STANDS) ? name.slice(STANDS.length) : Number.NaN);
          if (!Number.isInteger(pid) || pid === root || seen.has(name)) continue;
          seen.add(name);
          const go = (): void => {
            drop(name);
            seen.delete(name);
          };
          if (!isHeldIn(folder, pid, root)) {
            go(); // it is another process, or has another number here: that one is followed as any child is
            continue;
          }
          welcome(pid).then(go, go);
        }
      };
      // The system has a limit of watches. Then children are entered by their PID, as nobody would let them go.
      const unseen = (): void => {
        watcher?.close();
        drop(TREE);
      };
      try {
        watcher = watch(folder, { persistent: false }, look).on('error', unseen);
      } catch {
        unseen();
      }
      look();
    },
    end() {
      drop(HELD);
      drop(TREE);
      hold.close();
      watcher?.close();
      setTimeout(remove, KEPT).unref();
    },
  };
}

/** What a recording says of a Python program that is entered some ms after its first line; undefined of any other. */
export function whyNotHeld(
  command: string,
  args: readonly string[],
  cwd: string | undefined,
): string | undefined {
  const path = process.env['PATH'] ?? '';
  const program = chrootedStart(command, args, cwd);
  const name = basename(command);
  if (runsPython(program, path)) {
    const flag = readsNoPath(program.args);
    if (flag === undefined && !program.root) return undefined;
    const why = flag === undefined ? 'has no /tmp for it' : `${flag} reads no PYTHONPATH`;
    return `${name} ${why}: it was entered after its first lines, by its PID`;
  }
  return args.some((word) => NAME.test(basename(word)))
    ? `${name} starts the program: it was entered after its first lines, by its PID. To have them, start Python itself`
    : undefined;
}

/** None where the folder has gone. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

interface HoldOptions {
  readonly tree?: boolean;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** By its name, or by the first line of a script such as pip installs. */
function runsPython({ command, cwd, root }: StartedProgram, path: string): boolean {
  const file = command.includes('/')
    ? root + resolve(cwd ?? '.', command)
    : path
        .split(delimiter)
        .map((folder) => root + join(folder, command))
        .find((each) => existsSync(each));
  if (!file || !existsSync(file)) return false;
  return [file, realpathSync(file)].some((each) => NAME.test(basename(each))) || NAMED.test(headOf(file));
}

/** `python`, `python3.13t`; debug builds are `python3.13d` upstream, `python3.13-dbg` at Debian. */
const NAME = /^python(3(\.\d+t?d?(-dbg)?)?)?$/;
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

/** -I, -E and -S, alone or among other letters, before the program's own words: the first of them. */
function readsNoPath(args: readonly string[]): string | undefined {
  for (const arg of args) {
    if (!arg.startsWith('-') || arg === '-c' || arg === '-m' || arg === '-') return undefined;
    if (/^-[A-Za-z]*[IES]/.test(arg)) return arg;
  }
  return undefined;
}
