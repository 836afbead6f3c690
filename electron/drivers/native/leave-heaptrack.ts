import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, constants, ftruncateSync, openSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ProcessKey } from '../../../shared/model/process.js';
import { scriptRunner } from '../script-runner.js';
import { stopHeaptrack, type Traced } from './heaptrack-attach.js';
import { identity } from './identity.js';

/** heaptrack in a program, and all that it left on the disk. */
export interface Leaving {
  readonly target: Traced;
  /** The file that it writes, as the program names it. */
  readonly raw: string;
  /** Removed when it is out, or the program has ended. As we name them. */
  readonly leftOvers: readonly string[];
}

/** Who takes heaptrack out of a program when we end before we did. */
export interface LeavingWatch {
  /** It is out. */
  done(): void;
  /** We could not take it out: it is tried on, and what heaptrack writes meanwhile is thrown away. */
  takeOver(): void;
}

/**
 * Starts it: a shell that waits for our word, which takes 1 MB, and becomes `leaver` where we end without it, killed too.
 * `leaver` is the built `leaver-program`; without it, or a Node to run it, nobody goes on after our end.
 */
export function watchOverHeaptrack(leaving: Leaving, leaver: string | undefined): LeavingWatch {
  const runner = scriptRunner();
  if (leaver === undefined || runner === undefined)
    return { done() {}, takeOver: () => void leaveHeaptrack(leaving) };
  const { target, raw, leftOvers } = leaving;
  const { pid, startTime, runtime } = target;
  const plain: Leaving = { target: { pid, startTime, runtime }, raw, leftOvers };
  const words = [runner, ...SMALL, leaver, JSON.stringify(plain)];
  const shell = spawn('/bin/sh', ['-c', WAIT, 'sh', ...words], {
    ...{ cwd: '/', detached: true, stdio: ['pipe', 'ignore', 'ignore'] },
    env: { PATH: process.env['PATH'] ?? '' },
  });
  shell.on('error', () => {});
  shell.unref();
  shell.stdin?.on('error', () => {});
  return { done: () => say(shell, 'done\n'), takeOver: () => say(shell, '') };
}

/** Resolves when heaptrack is out of the program, or the program has ended. */
export async function leaveHeaptrack({ target, raw, leftOvers }: Leaving, keepAlive = false): Promise<void> {
  for (let round = 0; identity(target).same; round++) {
    const files = writing(target, raw);
    // Who was killed while it was brought in may have left it a moment before it opens its file.
    if (files.length === 0 && round >= FIRST) break;
    if ((round < FIRST || round % TRY_EVERY === 0) && files.length > 0 && (await isOut(target))) break;
    for (const file of files) throwAway(file, raw);
    await pause(round < FIRST ? SOON : LOOK_EVERY, undefined, { ref: keepAlive });
  }
  for (const path of leftOvers) unlessGone(() => rmSync(path, { recursive: true, force: true }));
}

const isOut = (target: Traced): Promise<boolean> =>
  stopHeaptrack(target, AbortSignal.timeout(STOP)).then(
    () => true,
    () => false,
  );

/** Whether a descriptor is of the file, whatever the program's root is, and also where the file has been removed. */
const isOf = (link: string, raw: string): boolean =>
  readlinkSync(link)
    .replace(/ \(deleted\)$/, '')
    .endsWith(`/${basename(dirname(raw))}/${basename(raw)}`);

/** The program's own descriptors of the file. */
function writing({ pid }: ProcessKey, raw: string): readonly string[] {
  try {
    const links = readdirSync(`/proc/${pid}/fd`).map((fd) => `/proc/${pid}/fd/${fd}`);
    return links.filter((link) => unlessGone(() => isOf(link, raw)));
  } catch {
    return [];
  }
}

/**
 * It goes on writing where it was: what lies before takes no room on the disk any more. The program may have given the
 * number to a file of its own since: what we hold ourselves is looked at once more.
 */
function throwAway(file: string, raw: string): void {
  const held = unlessGone(() => openSync(file, constants.O_WRONLY | constants.O_NONBLOCK));
  if (held === undefined) return;
  unlessGone(() => isOf(`/proc/self/fd/${held}`, raw) && ftruncateSync(held, 0));
  closeSync(held);
}

function unlessGone<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

function say(shell: ChildProcess, word: string): void {
  shell.stdin?.end(word);
}

const WAIT = 'read -r word; [ "$word" = done ] || exec "$@"';
const SMALL = ['--max-old-space-size=16', '--max-semi-space-size=1'];
/** ms, of the first looks and of the others. */
const SOON = 1000;
const LOOK_EVERY = 5000;
const FIRST = 5;
/** Of the later looks, each so many try to take it out, which stops the program for a while. */
const TRY_EVERY = 60;
const STOP = 60_000;
