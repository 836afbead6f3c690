import { existsSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { Failure } from '../../../../shared/base/failure.js';
import type { ArmedEntry } from './armed-entry.js';
import { type DebuggerSupport, readDebugOffsets } from './debug-offsets.js';
import { type EntryGate, layGate } from './entry-gate.js';
import { type Mapping, mappingAt, processMaps } from './process-maps.js';
import { threadIds } from './process-status.js';
import { buildName, notEnterable, passing } from './refusals.js';
import { couldNotStop, type Target } from './target.js';

/** `_PY_EVAL_PLEASE_STOP_BIT`. */
const PLEASE_STOP = 1 << 5;
const MAX_THREADS = 20_000;
/** ms. */
const CALL_OFF = 20_000;

/**
 * 3.14 on: the fields that PEP 768 keeps in each thread state for this purpose. First the main thread alone, as
 * `sys.remote_exec` does; `renew` then arms every thread, with a gate that lets one of them through.
 */
export async function armRemoteDebugger(
  target: Target,
  script: string,
  signal: AbortSignal,
): Promise<ArmedEntry> {
  const { memory, build } = target;
  const offsets = readDebugOffsets(memory, build.runtime);
  const support = offsets.debuggerSupport;
  if (!support) throw notEnterable(target.pid, target.build, 'its table of offsets is not one that is known');
  const interpreter = memory.u64(build.runtime + offsets.firstInterpreter);
  if (interpreter === 0) throw passing(target.pid);
  const path = pathBytes(script, support);
  const threads = (): readonly number[] =>
    threadStates(target, support, interpreter, processMaps(target.pid));
  const armThread = (thread: number, bytes: Buffer): void => {
    memory.write(thread + support.scriptPath, bytes);
    memory.writeI32(thread + support.pendingCall, 1);
    // One byte, not the word: the bits above hold the version of the instrumentation.
    memory.writeU8(thread + support.evalBreaker, memory.u8(thread + support.evalBreaker) | PLEASE_STOP);
  };
  const flag = (thread: number): number => memory.i32(thread + support.pendingCall);
  /** By a Leakscope that could not call it off: its script is no longer there. */
  const leftBehind = (thread: number): boolean => {
    const [path] = OURS.exec(memory.read(thread + support.scriptPath, 512).toString('latin1')) ?? [];
    return path !== undefined && !existsSync(`/proc/${target.pid}/root${path.slice(0, -1)}`);
  };

  const main = await target.stillSoon(() => {
    const all = threads();
    // None is the main one when the program has come to its end and waits for its other threads: then the first that there was.
    const thread = memory.u64(interpreter + support.mainThread) || (all.length > 1 ? (all.at(-1) ?? 0) : 0);
    if (!all.includes(thread)) throw passing(target.pid);
    if (flag(thread) !== 0 && !leftBehind(thread)) throw busy(target);
    armThread(thread, path);
    return thread;
  }, signal);
  let armed: readonly number[] = [main];
  let gate: EntryGate | undefined;
  let widened = target.keepsRunning; // a thread that ends just now would be written to after its state was freed
  /** Those that still exist. While the target runs its list can be seen half changed: then the main one only. */
  const present = (): readonly number[] => {
    if (armed.length === 1) return armed;
    try {
      const all = threads();
      return armed.filter((thread) => all.includes(thread));
    } catch {
      return [main];
    }
  };
  return {
    method: 'debug-offsets',
    takenBy: 'PyErr_CheckSignals',
    waiting: () => present().every((thread) => flag(thread) === 1),
    isTurn: () => false, // where the GIL is, the table does not say
    renew() {
      if (widened || threadIds(target.pid).length < 2) return;
      gate ??= layGate(target.pid, script);
      widened = true;
      if (!gate) return;
      const bytes = pathBytes(gate.script, support);
      try {
        target.still(() => {
          if (flag(main) !== 1) return;
          armed = threads().filter((thread) => thread === main || flag(thread) === 0);
          for (const thread of armed) armThread(thread, bytes);
        });
      } catch (error) {
        if (!couldNotStop(error)) throw error;
        widened = false; // the next time, then
      }
    },
    async disarm() {
      if (armed.length === 1 && flag(main) === 0) {
        memory.write(main + support.scriptPath, Buffer.alloc(support.scriptPathSize)); // taken: copied before it was opened
        return;
      }
      await calledOff(() => {
        for (const thread of target.keepsRunning ? [main] : present()) {
          memory.writeI32(thread + support.pendingCall, 0);
          memory.write(thread + support.scriptPath, Buffer.alloc(support.scriptPathSize));
        }
      });
      gate?.remove();
    },
  };

  /** However busy the machine is: what stayed armed would run when its script is gone, and bar the way to others. */
  async function calledOff(act: () => void): Promise<void> {
    for (const until = performance.now() + CALL_OFF; ; ) {
      try {
        return await target.stillSoon(act);
      } catch (error) {
        if (!couldNotStop(error) || performance.now() > until) throw error;
      }
    }
  }
}

/** Of an entry of ours, alive or dead. */
const OURS = /^\/[^\0]*\/leakscope-\d+-\w{6}\/[^\0/]+\0/;

/** Every thread state of the interpreter; each must point back to its neighbour and to the interpreter. */
function threadStates(
  target: Target,
  support: DebuggerSupport,
  interpreter: number,
  maps: readonly Mapping[],
): readonly number[] {
  const { memory } = target;
  const found: number[] = [];
  const isState = (at: number, previous: number): boolean =>
    mappingAt(maps, at, support.threadSize)?.writable === true &&
    memory.u64(at + support.threadInterpreter) === interpreter &&
    memory.u64(at + support.previousThread) === previous;
  for (let at = memory.u64(interpreter + support.firstThread), previous = 0; at !== 0; ) {
    if (!isState(at, previous) || found.length > MAX_THREADS)
      throw notEnterable(target.pid, target.build, 'its list of threads is broken');
    found.push(at);
    previous = at;
    at = memory.u64(at + support.nextThread);
  }
  return found;
}

function pathBytes(script: string, support: DebuggerSupport): Buffer {
  const bytes = Buffer.from(`${script}\0`);
  if (bytes.length > support.scriptPathSize) {
    throw new Failure(
      'python-entry',
      `The path of the entry script is longer than ${support.scriptPathSize} bytes.`,
    );
  }
  return bytes;
}

function busy(target: Target): Failure {
  return new Failure(
    'python-busy',
    `Another debugger is entering process ${target.pid}, ${buildName(target.build)}, at this moment.`,
    'Try again when it is done.',
  );
}
