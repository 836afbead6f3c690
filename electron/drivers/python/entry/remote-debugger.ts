import { Failure } from '../../../../shared/base/failure.js';
import type { ArmedEntry } from './armed-entry.js';
import { readDebugOffsets } from './debug-offsets.js';
import { requireSame } from './held-target.js';
import { mappingAt, processMaps } from './process-maps.js';
import { buildName } from './refusals.js';
import type { Target } from './target.js';

/** `_PY_EVAL_PLEASE_STOP_BIT`. */
const PLEASE_STOP = 1 << 5;

/** 3.14 on: the fields that PEP 768 keeps in each thread state for this purpose. */
export async function armRemoteDebugger(
  target: Target,
  script: string,
  _signal: AbortSignal,
): Promise<ArmedEntry> {
  const { memory, build } = target;
  const support = readDebugOffsets(memory, build.runtime).debuggerSupport;
  const offsets = readDebugOffsets(memory, build.runtime);
  if (!support) {
    throw new Failure(
      'python-build',
      `Process ${target.pid} runs ${buildName(build)}, whose table of offsets is not known.`,
      'Start the program with Leakscope instead: leakscope run -- COMMAND.',
    );
  }
  if (build.remoteDebugDisabled) {
    throw new Failure(
      'remote-debug-disabled',
      `Process ${target.pid} was started with remote debugging disabled.`,
      'Start it without PYTHON_DISABLE_REMOTE_DEBUG and without -X disable_remote_debug.',
    );
  }
  const path = Buffer.from(`${script}\0`);
  if (path.length > support.scriptPathSize)
    throw new Failure('python-entry', 'The path of the entry script is too long.');
  const maps = processMaps(target.pid);
  const interpreter = memory.u64(build.runtime + offsets.firstInterpreter);
  const thread = memory.u64(interpreter + support.mainThread);
  if (!mappingAt(maps, thread, 8)?.writable)
    throw new Failure('python-entry', `Process ${target.pid} is shutting down.`);
  target.still(() => {
    requireSame(target.pid, target.startTime);
    memory.write(thread + support.scriptPath, path);
    memory.writeI32(thread + support.pendingCall, 1);
    const breaker = thread + support.evalBreaker;
    memory.writeU8(breaker, memory.u8(breaker) | PLEASE_STOP);
  });
  const waiting = (): boolean => memory.i32(thread + support.pendingCall) === 1;
  return {
    method: 'debug-offsets',
    takenBy: 'PyErr_CheckSignals',
    get stopped() {
      return target.stopped;
    },
    waiting,
    renew() {},
    disarm() {
      if (waiting()) target.still(() => memory.writeI32(thread + support.pendingCall, 0));
    },
  };
}
