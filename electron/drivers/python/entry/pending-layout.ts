/**
 * Where CPython keeps its queue of pending calls, per minor version: the offsets of fields in CPython's own
 * structures, printed by `offsetof` from each version's `pycore_*.h` for 64-bit builds with the GIL. Patch releases
 * of a minor keep them; whether a target does is checked field by field in `pending-ring.ts` before any write.
 */
export interface PendingLayout {
  readonly runtime: {
    readonly initialized: number;
    readonly finalizing: number;
    readonly firstInterpreter: number;
    readonly mainInterpreter: number;
    /** pthread_self() of the main thread. */
    readonly mainThread: number;
  };
  readonly interpreter: { readonly next: number; readonly firstThread: number; readonly id: number };
  readonly thread: {
    readonly previous: number;
    readonly next: number;
    readonly interpreter: number;
    /** pthread_self(). */
    readonly identity: number;
  };
  /** `atPointer`: the field of the interpreter holds the structure's address, not the structure. */
  readonly gil: Place & { readonly interval: number; readonly lastHolder: number; readonly locked: number };
  /** The queue that any thread of the main interpreter empties (3.12 on), or else the main thread alone. */
  readonly queue: Place & {
    readonly anyThread: boolean;
    readonly calls: number;
    readonly callSize: number;
    readonly capacity: number;
    readonly first: number;
    /** Index of the first free slot. */
    readonly last: number;
    /** A semaphore behind a pointer until 3.12, one byte in place from 3.13 on. */
    readonly lock: { readonly at: number; readonly kind: 'semaphore' | 'byte' };
    readonly signal: LegacySignal | CountedSignal;
  };
}

export interface Place {
  readonly of: 'runtime' | 'interpreter';
  readonly at: number;
  readonly atPointer?: boolean;
}

/** Until 3.12: two flags, `calls_to_do` beside the queue and `eval_breaker` for the evaluation loop. */
export interface LegacySignal {
  readonly kind: 'flags';
  readonly callsToDo: number;
  readonly asyncExc: number;
  readonly evalBreaker: Place;
}

/** From 3.13 on: a count beside the queue and one bit in each thread's `eval_breaker`. */
export interface CountedSignal {
  readonly kind: 'count';
  readonly pending: number;
  readonly limit: number;
  readonly handlingThread: number;
  /** Of the thread state. */
  readonly evalBreaker: number;
  readonly bit: number;
}

const GIL = { interval: 0, lastHolder: 8, locked: 0x10 };
const BEFORE_3_11 = {
  runtime: {
    initialized: 0xc,
    finalizing: 0x10,
    firstInterpreter: 0x20,
    mainInterpreter: 0x28,
    mainThread: 0x48,
  },
  thread: { previous: 0, next: 8, interpreter: 0x10, identity: 0xb0 },
};
const LATER_QUEUE = { calls: 0x18, first: 0x218, last: 0x21c, callSize: 16, capacity: 32 };
const MIDDLE_QUEUE = { calls: 0x10, first: 0x210, last: 0x214, callSize: 16, capacity: 32 };

export const PENDING_LAYOUTS: ReadonlyMap<number, PendingLayout> = new Map<number, PendingLayout>([
  [
    8,
    {
      ...BEFORE_3_11,
      interpreter: { next: 0, firstThread: 8, id: 0x10 },
      gil: { of: 'runtime', at: 0x480, ...GIL },
      queue: {
        of: 'runtime',
        at: 0x258,
        anyThread: false,
        ...LATER_QUEUE,
        lock: { at: 8, kind: 'semaphore' },
        signal: { kind: 'flags', callsToDo: 0x10, asyncExc: 0x14, evalBreaker: { of: 'runtime', at: 0x250 } },
      },
    },
  ],
  [
    9,
    inInterpreter({
      ...BEFORE_3_11,
      interpreter: { next: 0, firstThread: 8, id: 0x18 },
      gil: 0x160,
      queue: 0x50,
      evalBreaker: 0x48,
    }),
  ],
  [
    10,
    inInterpreter({
      ...BEFORE_3_11,
      interpreter: { next: 0, firstThread: 8, id: 0x18 },
      gil: 0x160,
      queue: 0x50,
      evalBreaker: 0x44,
    }),
  ],
  [
    11,
    inInterpreter({
      runtime: {
        initialized: 0x10,
        finalizing: 0x18,
        firstInterpreter: 0x28,
        mainInterpreter: 0x30,
        mainThread: 0x50,
      },
      thread: { previous: 0, next: 8, interpreter: 0x10, identity: 0x98 },
      interpreter: { next: 0, firstThread: 0x10, id: 0x30 },
      gil: 0x168,
      queue: 0x70,
      evalBreaker: 0x64,
    }),
  ],
  [
    12,
    {
      runtime: {
        initialized: 0x10,
        finalizing: 0x18,
        firstInterpreter: 0x28,
        mainInterpreter: 0x30,
        mainThread: 0x40,
      },
      thread: { previous: 0, next: 8, interpreter: 0x10, identity: 0x88 },
      interpreter: { next: 0, firstThread: 0x48, id: 8 },
      gil: { of: 'interpreter', at: 0x180, atPointer: true, ...GIL },
      queue: {
        of: 'interpreter',
        at: 0x190,
        anyThread: true,
        ...LATER_QUEUE,
        lock: { at: 8, kind: 'semaphore' },
        signal: {
          kind: 'flags',
          callsToDo: 0x10,
          asyncExc: 0x14,
          evalBreaker: { of: 'interpreter', at: 0x170 },
        },
      },
    },
  ],
  [
    13,
    {
      runtime: {
        initialized: 0x258,
        finalizing: 0x260,
        firstInterpreter: 0x278,
        mainInterpreter: 0x280,
        mainThread: 0x290,
      },
      thread: { previous: 0, next: 8, interpreter: 0x10, identity: 0x98 },
      interpreter: { next: 0x1c60, firstThread: 0x1cb0, id: 0x1c68 },
      gil: { of: 'interpreter', at: 0x10, atPointer: true, ...GIL },
      queue: {
        of: 'interpreter',
        at: 0x20,
        anyThread: true,
        calls: 0x18,
        callSize: 24,
        capacity: 300,
        first: 0x1c38,
        last: 0x1c3c,
        lock: { at: 8, kind: 'byte' },
        signal: { kind: 'count', pending: 0xc, limit: 0x10, handlingThread: 0, evalBreaker: 0x18, bit: 4 },
      },
    },
  ],
]);

/** 3.9 to 3.11 differ only in numbers. */
function inInterpreter(
  of: Pick<PendingLayout, 'runtime' | 'thread' | 'interpreter'> & {
    readonly gil: number;
    readonly queue: number;
    readonly evalBreaker: number;
  },
): PendingLayout {
  return {
    runtime: of.runtime,
    thread: of.thread,
    interpreter: of.interpreter,
    gil: { of: 'runtime', at: of.gil, ...GIL },
    queue: {
      of: 'interpreter',
      at: of.queue,
      anyThread: false,
      ...MIDDLE_QUEUE,
      lock: { at: 0, kind: 'semaphore' },
      signal: {
        kind: 'flags',
        callsToDo: 8,
        asyncExc: 0xc,
        evalBreaker: { of: 'interpreter', at: of.evalBreaker },
      },
    },
  };
}
