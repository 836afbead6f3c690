import type { TargetMemory } from './target-memory.js';

/** The first eight bytes of `_PyRuntime` from 3.13 on: here begins a table of offsets, `_Py_DebugOffsets`. */
export const COOKIE = 'xdebugpy';

/** What the interpreter says about its own layout. Offsets in bytes. */
export interface DebugOffsets {
  readonly hexversion: number;
  readonly freeThreaded: boolean;
  /** Of the runtime. */
  readonly firstInterpreter: number;
  /** PEP 768, from 3.14 on. */
  readonly debuggerSupport?: DebuggerSupport;
}

export interface DebuggerSupport {
  /** Of the interpreter state. */
  readonly firstThread: number;
  readonly mainThread: number;
  readonly enabled: number;
  /** Of a thread state. */
  readonly threadSize: number;
  readonly previousThread: number;
  readonly nextThread: number;
  readonly threadInterpreter: number;
  readonly evalBreaker: number;
  readonly pendingCall: number;
  readonly scriptPath: number;
  /** Bytes, with the final NUL. */
  readonly scriptPathSize: number;
}

/** The row of 8 bytes at which PEP 768's six begin. The table has grown before them, so each minor has its own. */
const DEBUGGER_SUPPORT: ReadonlyMap<number, number> = new Map([
  [14, 89],
  [15, 105],
]);
const VERSION = 1;
const FREE_THREADED = 2;
const INTERPRETERS_HEAD = 5;
const THREADS_HEAD = 9;
const THREADS_MAIN = 10;
const THREAD_SIZE = 22;
const THREAD_PREVIOUS = 23;
const THREAD_NEXT = 24;
const THREAD_INTERPRETER = 25;

/** `runtime` is the address of `_PyRuntime`, whose cookie the caller has seen. */
export function readDebugOffsets(memory: TargetMemory, runtime: number): DebugOffsets {
  const row = (index: number): number => memory.u64(runtime + 8 * index);
  const hexversion = row(VERSION) >>> 0;
  const common = {
    hexversion,
    freeThreaded: row(FREE_THREADED) === 1,
    firstInterpreter: row(INTERPRETERS_HEAD),
  };
  const support = DEBUGGER_SUPPORT.get((hexversion >>> 16) & 0xff);
  if (support === undefined) return common;
  const inThread = row(support + 1);
  const debuggerSupport: DebuggerSupport = {
    firstThread: row(THREADS_HEAD),
    mainThread: row(THREADS_MAIN),
    threadSize: row(THREAD_SIZE),
    previousThread: row(THREAD_PREVIOUS),
    nextThread: row(THREAD_NEXT),
    threadInterpreter: row(THREAD_INTERPRETER),
    evalBreaker: row(support),
    enabled: row(support + 2),
    pendingCall: inThread + row(support + 3),
    scriptPath: inThread + row(support + 4),
    scriptPathSize: row(support + 5),
  };
  return plausible(debuggerSupport, common.firstInterpreter) ? { ...common, debuggerSupport } : common;
}

/** A structure of CPython is below 2 MB; the path follows its flag, and PEP 768 gives it 512 bytes. */
function plausible(support: DebuggerSupport, firstInterpreter: number): boolean {
  const offsets = [...Object.values(support), firstInterpreter] as number[];
  return (
    offsets.every((offset) => Number.isInteger(offset) && offset >= 0 && offset < 2 << 20) &&
    support.scriptPathSize === 512 &&
    support.scriptPath === support.pendingCall + 4 &&
    support.evalBreaker % 8 === 0 &&
    support.scriptPath + support.scriptPathSize <= support.threadSize
  );
}
