import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { Failure } from '../../../../shared/base/failure.js';
import type { ArmedEntry } from './armed-entry.js';
import { blockingCall } from './blocking-call.js';
import { refuseBuild, refuseState } from './enterable.js';
import type { EntryReport, EntryRequest } from './entry-request.js';
import { type GdbOutcome, takeByGdb } from './gdb-entry.js';
import { enterHeld } from './held-entry.js';
import { requireSame } from './held-target.js';
import { armPendingCall } from './pending-entry.js';
import { statusField } from './process-status.js';
import { buildName, refusalOf } from './refusals.js';
import { armRemoteDebugger } from './remote-debugger.js';
import { Target } from './target.js';

export { entryChecks } from './entry-checks.js';
export type { EntryReport, EntryRequest } from './entry-request.js';
export type { PythonBuild } from './python-build.js';
export { pythonBuild } from './read-build.js';

/** A target that runs Python comes by within a few milliseconds; after these it is looked at why it did not. */
const FIRST_LOOK = 20;
/** Until here a thread that runs may only be waiting for its turn on the machine. */
const PATIENCE = 60;
const LOOK_AGAIN = 50;
/** A thread that has not moved from one call between so many looks in a row is taken to sleep. */
const LOOKS = 2;

/**
 * Runs `request.script` in a running CPython, once: armed by a memory write, taken by the first thread that comes by,
 * by gdb if the main thread sleeps, and called off if nobody does in time. Rejects with a Failure that names the build
 * and the remedy; the target then is as it was.
 */
export async function enterPython(request: EntryRequest): Promise<EntryReport> {
  const begun = performance.now();
  const limit = AbortSignal.any([request.signal, AbortSignal.timeout(request.timeout)]);
  let target: Target | undefined;
  let armed: ArmedEntry | undefined;
  let ran = false;
  try {
    refuseState(request.pid);
    requireSame(request.pid, request.startTime);
    if (await enterHeld(request.pid, request.script, request.entered, limit))
      return { method: 'held', nudged: false, stopped: 0, wall: performance.now() - begun };
    target = Target.open(request.pid, request.startTime);
    refuseBuild(request.pid, target.build);
    const arm = target.build.minor >= 14 ? armRemoteDebugger : armPendingCall;
    armed = await arm(target, request.script, limit);
    const { method, nudged } = await untilEntered(request, target, armed, limit);
    ran = true;
    return { method, nudged, stopped: target.stopped, wall: performance.now() - begun };
  } catch (error) {
    if (request.signal.aborted) throw request.signal.reason;
    throw refusalOf(error, request.pid);
  } finally {
    await armed?.disarm(ran).catch(() => {}); // the target has ended: nothing waits in it
    target?.close();
  }
}

async function untilEntered(
  request: EntryRequest,
  target: Target,
  armed: ArmedEntry,
  limit: AbortSignal,
): Promise<Pick<EntryReport, 'method' | 'nudged'>> {
  let reported = false;
  const entered = request.entered.then(() => {
    reported = true;
  });
  const begun = performance.now();
  let asleep = 0;
  let moves: string | undefined;
  let woken: GdbOutcome | undefined;
  for (;;) {
    const waited = performance.now() - begun;
    await Promise.race([entered, delay(waited < PATIENCE ? FIRST_LOOK : LOOK_AGAIN)]);
    if (reported) return { method: woken?.kind === 'done' ? 'gdb' : armed.method, nudged: asleep > 0 };
    requireSame(request.pid, request.startTime);
    limitReached(request, limit, target, armed, woken);
    if (!armed.waiting()) continue;
    const call = blockingCall(request.pid, request.pid, target.build.arch);
    const sleeps = call && !armed.isTurn(call.address);
    const before = moves;
    moves = statusField(request.pid, 'voluntary_ctxt_switches');
    asleep = sleeps ? (moves === before ? asleep + 1 : 1) : 0;
    if (sleeps || waited >= PATIENCE) armed.renew();
    if (asleep >= LOOKS && !woken) woken = await takeByGdb(target, armed, limit);
  }
}

function limitReached(
  request: EntryRequest,
  limit: AbortSignal,
  target: Target,
  armed: ArmedEntry,
  woken: GdbOutcome | undefined,
): void {
  if (!limit.aborted) return;
  if (request.signal.aborted) throw request.signal.reason;
  const who = `Process ${target.pid}, ${buildName(target.build)},`;
  if (!armed.waiting()) {
    throw new Failure(
      'python-entry',
      `${who} took the entry but did not report in.`,
      target.build.minor === 12
        ? 'Look at its standard error, and attach again. Where its main thread has ended and waits for the others, Python 3.12 begins no thread: use 3.13 or later, or start it with leakscope run.'
        : 'Look at its standard error, and attach again.',
    );
  }
  if (woken?.kind === 'missing') {
    throw new Failure(
      'python-asleep',
      `${who} sleeps in a system call and did not wake in time.`,
      'Attach when the program does something, or install gdb, which can wake it: sudo apt-get install gdb.',
    );
  }
  throw new Failure(
    'python-not-responding',
    `${who} ran no Python code in time: it is inside one long call${woken?.kind === 'failed' ? ` (gdb: ${woken.said})` : ''}.`,
    'Attach again when that call is over.',
  );
}
