import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Failure, saying } from '../../../../shared/base/failure.js';
import type { Check } from '../../../../shared/model/preflight.js';
import type { ProcessInfo } from '../../../../shared/model/process.js';
import type { EntryReport, EntryRequest } from './entry-request.js';
import { enterHeld } from './held-entry.js';
import { remoteExec } from './remote-exec.js';

/** Finds what starts the target's own interpreter. Throws a Failure where it is not known, or may not be run. */
export type FindInterpreter = (target: ProcessInfo) => Promise<readonly [string, ...string[]]>;

/**
 * Has a CPython run the script by its own interpreter's `sys.remote_exec`, or by itself where `run` holds it. Nothing can be
 * called off: once it is pending the script may run later, so that the caller empties it, and leaves it there.
 */
export async function enterRemotely(
  request: EntryRequest,
  target: ProcessInfo,
  interpreter: FindInterpreter,
  onPending: () => void,
): Promise<EntryReport> {
  const begun = performance.now();
  const { pid, script, entered, signal } = request;
  const limit = AbortSignal.any([signal, AbortSignal.timeout(request.timeout)]);
  const done = (method: EntryReport['method']): EntryReport => ({
    ...{ method, nudged: false, stopped: 0 },
    wall: performance.now() - begun,
  });
  if (await enterHeld(pid, script, entered, limit)) return done('held');
  await remoteExec(pid, script, await interpreter(target), signal);
  onPending();
  let reported = false;
  const report = entered.then(() => {
    reported = true;
  });
  await Promise.race([report, delay(request.timeout, undefined, { signal: limit }).catch(() => undefined)]);
  if (reported) return done('remote-exec');
  signal.throwIfAborted();
  throw new Failure(
    'python-asleep',
    `Process ${pid} was asked to let Leakscope in, and its main thread did not come by in time: it sleeps, waits, or is in one long call.`,
    'Attach when its main thread does something; or start the program with Leakscope: leakscope run -- COMMAND.',
  );
}

/** What would stop such an entry. Nothing in the target is touched; its interpreter is started once more, to say what it can. */
export async function* remoteChecks(
  target: ProcessInfo,
  platform: NodeJS.Platform,
  interpreter: FindInterpreter,
): AsyncGenerator<Check> {
  const known = 'its interpreter is known';
  let command: readonly [string, ...string[]];
  let said: string;
  try {
    command = await interpreter(target);
    const [file, ...words] = command;
    const asked = [...words, '-I', '-S', '-c', SAYS];
    ({ stdout: said } = await promisify(execFile)(file, asked, { timeout: LIMIT, windowsHide: true }));
  } catch (error) {
    const fix = error instanceof Failure ? error.remedy : RUN;
    yield { check: known, ok: false, found: saying(error), ...(fix && { fix }) };
    return;
  }
  const [, version = '?', able] = /^CPython (\S+) (yes|no)\s*$/.exec(said) ?? [];
  yield { check: known, ok: true, found: `CPython ${version} (${command.at(-1)})` };
  const enters = 'it can be entered by its own interpreter (sys.remote_exec)';
  if (able !== 'yes') {
    yield { check: enters, ok: false, found: 'only CPython 3.14 and later can be', fix: RUN };
    return;
  }
  yield { check: enters, ok: true, found: RIGHTS[platform] ?? 'as its user, or as root' };
  yield {
    check: 'a sleeping program can be woken',
    ok: true,
    found: `not on ${platform}: a program whose main thread sleeps is entered when it wakes`,
  };
}

const LIMIT = 20_000;
const SAYS =
  'import sys; print("CPython", sys.version.split()[0], "yes" if hasattr(sys, "remote_exec") else "no")';
const RUN = 'Use Python 3.14 or later, or start the program with Leakscope: leakscope run -- COMMAND.';
const RIGHTS: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'macOS lets root alone do it (sudo); untried, no macOS could be had',
  win32: 'Windows lets its user and administrators do it; untried, no Windows could be had',
};
