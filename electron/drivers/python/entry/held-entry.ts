import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive } from '../../target-status.js';
import { processStatus } from './process-status.js';

/** Folders of ours in which programs that were started with them stand, before their first line or behind a fork. */
const folders = new Set<string>();
/** Programs that are about to stand there: their interpreters are starting. By PID. */
const expected = new Map<number, string>();
/** What was started with a folder. */
const roots = new Map<string, number>();

/** What a program that stands makes, with its PID: it goes on when this is gone. */
export const STANDS = 'stands-';
/** What is laid there for it: the path of a script, which it takes away and runs. */
export const ENTER = 'enter-';

/** Programs that stand in this folder run what `enterHeld` gives them. */
export function openHold(folder: string): { expect(pid: number): void; close(): void } {
  folders.add(folder);
  let pid: number | undefined;
  return {
    expect(root) {
      pid = root;
      expected.set(root, folder);
      roots.set(folder, root);
    },
    close() {
      folders.delete(folder);
      roots.delete(folder);
      if (pid !== undefined && expected.get(pid) === folder) expected.delete(pid);
    },
  };
}

/** Waits until a program that is to stand does: before that it may be another one, with another root. */
export async function untilStanding(pid: number, signal: AbortSignal): Promise<void> {
  if (expected.has(pid)) await folderOf(pid, signal);
}

/**
 * Has a program that stands in a folder of ours run `script` by itself. No memory is touched and nobody's leave is needed, so it
 * works for every build. False where the program does not stand, or does not take it: then nothing of it is left.
 */
export async function enterHeld(
  pid: number,
  script: string,
  entered: Promise<void>,
  signal: AbortSignal,
): Promise<boolean> {
  const folder = await folderOf(pid, signal);
  if (folder === undefined) return false;
  const order = join(folder, `${ENTER}${pid}`);
  let reported = false;
  const report = entered.then(() => {
    reported = true;
  });
  // It looks every millisecond, and must not find half of it.
  writeFileSync(`${order}-`, script, { mode: 0o600 });
  renameSync(`${order}-`, order);
  const until = performance.now() + TAKEN;
  // One that has taken it is slow, on a busy machine: the script would else be run in it once more, by its PID.
  const waits = (): boolean => performance.now() < until || !existsSync(order);
  while (!reported && waits() && !signal.aborted && alive(pid)) await Promise.race([report, delay(LOOK)]);
  rmSync(order, { force: true });
  return reported;
}

/** Waits for one that is about to stand. */
async function folderOf(pid: number, signal: AbortSignal): Promise<string | undefined> {
  const until = performance.now() + START;
  for (;;) {
    const folder = [...folders].find(
      (each) => existsSync(join(each, `${STANDS}${pid}`)) && isHeldIn(each, pid, roots.get(each)),
    );
    const coming = expected.get(pid);
    if (folder !== undefined || coming === undefined) return folder;
    if (performance.now() > until || signal.aborted || !alive(pid)) return undefined;
    await delay(LOOK);
  }
}

/**
 * Whether it is this process that stands in the folder, by what nobody else can make so: its environment names the folder, or the
 * program that was started with it is above it. A child in a PID namespace of its own knows another number of itself.
 */
export function isHeldIn(folder: string, pid: number, root?: number): boolean {
  if (process.platform !== 'linux' || pid === root) return true;
  const name = new RegExp(`/${basename(folder)}(:|\0|$)`);
  for (let at = pid, steps = 0; at > 1 && steps < MOST_STEPS; at = processStatus(at)?.parent ?? 0, steps++)
    if (at === root) return true;
  try {
    return name.test(readFileSync(`/proc/${pid}/environ`, 'latin1'));
  } catch {
    return false;
  }
}

/** Of a line of parents. */
const MOST_STEPS = 1000;

function alive(pid: number): boolean {
  const status = processStatus(pid);
  if (status || process.platform === 'linux') return status !== undefined && !'ZX'.includes(status.state);
  return isAlive(pid);
}

/** ms between two looks. */
const LOOK = 2;
/** An interpreter starts in 10 to 50 ms; on a busy machine it takes longer. */
const START = 3000;
/** Until a program that stands has taken the script. */
const TAKEN = 3000;
