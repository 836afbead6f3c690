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
  readonly nextThread: number;
  readonly nativeId: number;
  readonly evalBreaker: number;
  readonly pendingCall: number;
  readonly scriptPath: number;
  /** Bytes, with the final NUL. */
  readonly scriptPathSize: number;
}

/** Rows of 8 bytes in the table. It has grown in the middle, so each minor has its own. */
interface Rows {
  readonly nextThread: number;
  readonly nativeId: number;
  readonly debuggerSupport: number;
}

const ROWS: ReadonlyMap<number, Rows> = new Map([
  [14, { nextThread: 24, nativeId: 28, debuggerSupport: 89 }],
  [15, { nextThread: 24, nativeId: 31, debuggerSupport: 105 }],
]);
const VERSION = 1;
const FREE_THREADED = 2;
const INTERPRETERS_HEAD = 5;
const THREADS_HEAD = 9;
const THREADS_MAIN = 10;

/** `runtime` is the address of `_PyRuntime`, whose cookie the caller has seen. */
export function readDebugOffsets(memory: TargetMemory, runtime: number): DebugOffsets {
  const row = (index: number): number => memory.u64(runtime + 8 * index);
  const hexversion = row(VERSION) >>> 0;
  const common = {
    hexversion,
    freeThreaded: row(FREE_THREADED) === 1,
    firstInterpreter: row(INTERPRETERS_HEAD),
  };
  const rows = ROWS.get((hexversion >>> 16) & 0xff);
  if (!rows) return common;
  const [evalBreaker, support, enabled, pendingCall, scriptPath, scriptPathSize] = Array.from(
    { length: 6 },
    (_, i) => row(rows.debuggerSupport + i),
  ) as [number, number, number, number, number, number];
  const debuggerSupport: DebuggerSupport = {
    firstThread: row(THREADS_HEAD),
    mainThread: row(THREADS_MAIN),
    nextThread: row(rows.nextThread),
    nativeId: row(rows.nativeId),
    enabled,
    evalBreaker,
    pendingCall: support + pendingCall,
    scriptPath: support + scriptPath,
    scriptPathSize,
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
    support.evalBreaker % 8 === 0
  );
}
