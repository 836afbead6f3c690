import { readDebugOffsets } from './entry/debug-offsets.js';
import { locatePython } from './entry/located-python.js';
import { PENDING_LAYOUTS } from './entry/pending-layout.js';
import { findPendingRing } from './entry/pending-ring.js';
import { type Mapping, mappingAt, processMaps } from './entry/process-maps.js';
import type { PythonBuild } from './entry/python-build.js';
import { describeBuild } from './entry/read-build.js';
import { TargetMemory } from './entry/target-memory.js';

/**
 * What a forked child sets to zero before it runs Python: the condition variables and mutexes of the GIL, which may
 * have waiters that the child does not have, and the request to let the GIL go. Addresses in the target.
 */
export interface GilPlace {
  readonly gil: number;
  /** From `gil + 32`: cond, mutex, switch_cond, switch_mutex. */
  readonly locksSize: number;
  /** Until 3.12 an address: `eval_breaker` and `gil_drop_request`; from 3.13 on an offset in the thread state. */
  readonly breaker: number;
  readonly breakerSize: number;
  readonly perThread: boolean;
}

/**
 * Libraries that stop threads of theirs before a fork and wait for them: while one of them computes with the GIL let go,
 * that is for ever, in the program itself (OpenBLAS under numpy: seen).
 */
const STOPS_FOR_FORK = /openblas|libmkl|libblis|libiomp|libomp/;

export const forkStopsThreads = (pid: number): boolean =>
  processMaps(pid).some(({ path }) => STOPS_FOR_FORK.test(path));

/** As the agent's `capture` wants it. */
export function gilWords({ gil, locksSize, breaker, breakerSize, perThread }: GilPlace): string {
  return `${gil} ${locksSize} ${perThread ? '+' : ''}${breaker} ${breakerSize}`;
}

/** `offsetof(struct _gil_runtime_state, cond)`, the same in 3.8 to 3.15 with the GIL. */
const LOCKS = 32;
const LAST_HOLDER = 8;
const LOCKED = 16;
/** glibc: `pthread_cond_t` is 48 bytes everywhere, `pthread_mutex_t` 40 on x86-64 and 48 on aarch64. */
const LOCKS_SIZE = { x64: 2 * (48 + 40), arm64: 2 * (48 + 48) } as const;
/** Rows of 8 bytes in `_Py_DebugOffsets` of 3.14 and 3.15. */
const CEVAL_GIL = 15;
const OWN_GIL = 16;
const OWN_GIL_LOCKED = 18;
const OWN_GIL_HOLDER = 19;

/** Reads only. Undefined where the place is not known for certain: musl, free threading, a layout that does not fit. */
export function findGil(pid: number): GilPlace | undefined {
  const python = locatePython(pid);
  if (!python) return undefined;
  try {
    const memory = TargetMemory.open(pid, 'r');
    try {
      const build = describeBuild(python, memory);
      if (build.libc !== 'glibc' || build.freeThreaded || build.debug || build.arch === 'other')
        return undefined;
      const maps = processMaps(pid);
      const found = build.minor < 14 ? byLayout(memory, build, maps) : byTable(memory, build, maps);
      return found && { ...found, locksSize: LOCKS_SIZE[build.arch] };
    } finally {
      memory.close();
    }
  } catch {
    return undefined;
  } finally {
    python.image.close();
  }
}

type Found = Omit<GilPlace, 'locksSize'>;

function byLayout(memory: TargetMemory, build: PythonBuild, maps: readonly Mapping[]): Found | undefined {
  const layout = PENDING_LAYOUTS.get(build.minor);
  if (!layout) return undefined;
  const ring = findPendingRing(memory, build.runtime, layout, maps);
  if (typeof ring === 'string') return undefined;
  const { signal } = layout.queue;
  if (signal.kind === 'count')
    return { gil: ring.gil, breaker: signal.evalBreaker, breakerSize: 1, perThread: true };
  const { of, at } = signal.evalBreaker;
  // Two ints, side by side in each of these versions.
  const breaker = (of === 'runtime' ? build.runtime : ring.interpreter) + at;
  return { gil: ring.gil, breaker, breakerSize: 8, perThread: false };
}

function byTable(memory: TargetMemory, build: PythonBuild, maps: readonly Mapping[]): Found | undefined {
  const { firstInterpreter, debuggerSupport } = readDebugOffsets(memory, build.runtime);
  if (!debuggerSupport) return undefined;
  const row = (index: number): number => memory.u64(build.runtime + 8 * index);
  const own = row(OWN_GIL);
  if (row(OWN_GIL_LOCKED) !== own + LOCKED || row(OWN_GIL_HOLDER) !== own + LAST_HOLDER) return undefined;
  const interpreter = memory.u64(build.runtime + firstInterpreter);
  const gil = memory.u64(interpreter + row(CEVAL_GIL));
  // The main interpreter has a GIL of its own; the newest interpreter is first, and may be another one.
  if (gil !== interpreter + own || mappingAt(maps, gil, LOCKS)?.writable !== true) return undefined;
  return { gil, breaker: debuggerSupport.evalBreaker, breakerSize: 1, perThread: true };
}
