import type { PendingLayout, Place } from './pending-layout.js';
import { type Mapping, mappingAt } from './process-maps.js';
import type { TargetMemory } from './target-memory.js';

/** The queue of pending calls of one target, found and believed. Addresses in the target. */
export interface PendingRing {
  readonly layout: PendingLayout;
  readonly queue: number;
  readonly interpreter: number;
  readonly gil: number;
  /** Every thread state of the main interpreter. */
  readonly threads: readonly number[];
  /** The main thread's. */
  readonly mainThread: number;
}

/** What a queue said when it was asked to take a call. */
export type PushOutcome = 'queued' | 'already-queued' | 'busy' | 'full';

/** Said by an interpreter that is starting up or shutting down. */
export const PASSING = 'it is starting up or shutting down';

const MAX_THREADS = 20_000;

/**
 * Follows `layout` through the target and believes it only if every field on the way can be what it should be.
 * A layout that is off by one field fails here: pointers must lead to mapped writable memory, the interpreter's
 * number must be 0, each thread must point back to its neighbour and its interpreter, the lock that the queue names
 * must be a free or taken semaphore, the queue's own calls must lead to code. Returns what did not fit as text.
 */
export function findPendingRing(
  memory: TargetMemory,
  runtime: number,
  layout: PendingLayout,
  maps: readonly Mapping[],
): PendingRing | string {
  const isData = (address: number): boolean =>
    address % 8 === 0 && mappingAt(maps, address, 8)?.writable === true;
  const { runtime: R, interpreter: I, thread: T, queue: Q, gil: G } = layout;
  if (memory.i32(runtime + R.initialized) !== 1) return PASSING;
  if (memory.u64(runtime + R.finalizing) !== 0) return PASSING;

  const interpreter = memory.u64(runtime + R.mainInterpreter);
  if (!isData(interpreter) || memory.u64(interpreter + I.id) !== 0)
    return 'its main interpreter is not where it should be';
  if (!chainHolds(memory, memory.u64(runtime + R.firstInterpreter), interpreter, I.next, isData)) {
    return 'its list of interpreters does not hold the main one';
  }

  const threads: number[] = [];
  let mainThread = 0;
  const mainIdentity = memory.u64(runtime + R.mainThread);
  for (let at = memory.u64(interpreter + I.firstThread), previous = 0; at !== 0; ) {
    if (!isData(at) || threads.length > MAX_THREADS) return 'its list of threads is broken';
    if (memory.u64(at + T.interpreter) !== interpreter || memory.u64(at + T.previous) !== previous) {
      return 'its list of threads is broken';
    }
    if (memory.u64(at + T.identity) === mainIdentity) mainThread = at;
    threads.push(at);
    previous = at;
    at = memory.u64(at + T.next);
  }
  if (mainThread === 0) return PASSING;

  const at = (place: Place): number => {
    const field = (place.of === 'runtime' ? runtime : interpreter) + place.at;
    return place.atPointer ? memory.u64(field) : field;
  };
  const gil = at(G);
  if (!isData(gil)) return 'its GIL is not where it should be';
  const interval = memory.u64(gil + G.interval);
  const holder = memory.u64(gil + G.lastHolder);
  if (!(interval >= 1 && interval <= 100_000_000)) return 'its GIL is not where it should be';
  if (![0, 1].includes(memory.i32(gil + G.locked))) return 'its GIL is not where it should be';
  if (holder !== 0 && !isData(holder)) return 'its GIL is not where it should be';

  const queue = at(Q);
  const ring: PendingRing = { layout, queue, interpreter, gil, threads, mainThread };
  const first = memory.i32(queue + Q.first);
  const last = memory.i32(queue + Q.last);
  const inRange = (index: number): boolean => index >= 0 && index < Q.capacity;
  if (!inRange(first) || !inRange(last)) return 'its queue of pending calls is not where it should be';
  for (let i = first; i !== last; i = (i + 1) % Q.capacity) {
    const call = memory.u64(queue + Q.calls + i * Q.callSize);
    if (call !== 0 && !mappingAt(maps, call)?.executable)
      return 'its queue of pending calls is not where it should be';
  }
  const lock = lockState(ring, memory, isData);
  if (lock === undefined) return 'the lock of its pending calls is not where it should be';
  return signalsFit(ring, memory, runtime, first, last)
    ? ring
    : 'its signals to the evaluation loop are not where they should be';
}

/**
 * Queues `call(argument)` in CPython's own order: slot, index, then the signal. The caller holds the target still,
 * or accepts that it runs; the lock is looked at last before the first write.
 */
export function pushPendingCall(
  ring: PendingRing,
  memory: TargetMemory,
  runtime: number,
  call: number,
  argument: number,
  mainThreadOnly: boolean,
): PushOutcome {
  const { queue, layout } = ring;
  const { queue: Q } = layout;
  const first = memory.i32(queue + Q.first);
  const last = memory.i32(queue + Q.last);
  const next = (last + 1) % Q.capacity;
  if (stillQueued(ring, memory, call, argument)) {
    raiseSignal(ring, memory, runtime, mainThreadOnly);
    return 'already-queued';
  }
  const pending = Q.signal.kind === 'count' ? memory.i32(queue + Q.signal.pending) : 0;
  if (next === first || (Q.signal.kind === 'count' && pending >= memory.i32(queue + Q.signal.limit)))
    return 'full';
  const slot = Buffer.alloc(Q.callSize); // 3.13's third field, its flags, stays 0
  slot.writeBigUInt64LE(BigInt(call), 0);
  slot.writeBigUInt64LE(BigInt(argument), 8);
  if (lockState(ring, memory, () => true) !== 0) return 'busy';
  memory.write(queue + Q.calls + last * Q.callSize, slot);
  memory.writeI32(queue + Q.last, next);
  if (Q.signal.kind === 'count') memory.writeI32(queue + Q.signal.pending, pending + 1);
  raiseSignal(ring, memory, runtime, mainThreadOnly);
  return 'queued';
}

/** True while the call waits for a thread to take it. */
export function stillQueued(
  { queue, layout: { queue: Q } }: PendingRing,
  memory: TargetMemory,
  call: number,
  argument: number,
): boolean {
  const first = memory.i32(queue + Q.first);
  const last = memory.i32(queue + Q.last);
  for (let i = first; i !== last && i >= 0 && i < Q.capacity; i = (i + 1) % Q.capacity) {
    const slot = queue + Q.calls + i * Q.callSize;
    if (memory.u64(slot) === call && memory.u64(slot + 8) === argument) return true;
  }
  return false;
}

/**
 * Tells the evaluation loop to look at the queue. Only sets what CPython itself clears again. In a target that runs, any
 * thread but the main one may end at this moment and its state be freed: `mainThreadOnly` then.
 */
export function raiseSignal(
  ring: PendingRing,
  memory: TargetMemory,
  runtime: number,
  mainThreadOnly: boolean,
): void {
  const { signal } = ring.layout.queue;
  if (signal.kind === 'flags') {
    memory.writeI32(ring.queue + signal.callsToDo, 1);
    memory.writeI32(
      (signal.evalBreaker.of === 'runtime' ? runtime : ring.interpreter) + signal.evalBreaker.at,
      1,
    );
    return;
  }
  // One byte, not the word: the bits above hold the version of the instrumentation.
  for (const thread of mainThreadOnly ? [ring.mainThread] : ring.threads) {
    const breaker = thread + signal.evalBreaker;
    memory.writeU8(breaker, memory.u8(breaker) | signal.bit);
  }
}

/** 0 free, 1 taken; undefined when it is no lock. */
function lockState(
  ring: PendingRing,
  memory: TargetMemory,
  isData: (address: number) => boolean,
): 0 | 1 | undefined {
  const { lock } = ring.layout.queue;
  const field = ring.queue + lock.at;
  if (lock.kind === 'byte') {
    const value = memory.u8(field); // bit 0 locked, bit 1 somebody waits
    return value > 3 ? undefined : value === 0 ? 0 : 1;
  }
  const semaphore = memory.u64(field);
  if (!isData(semaphore)) return undefined;
  const value = memory.u32(semaphore);
  return value > 1 ? undefined : value === 1 ? 0 : 1;
}

function signalsFit(
  ring: PendingRing,
  memory: TargetMemory,
  runtime: number,
  first: number,
  last: number,
): boolean {
  const { queue, layout } = ring;
  const { signal, capacity } = layout.queue;
  if (signal.kind === 'flags') {
    const breaker =
      (signal.evalBreaker.of === 'runtime' ? runtime : ring.interpreter) + signal.evalBreaker.at;
    return [queue + signal.callsToDo, queue + signal.asyncExc, breaker].every((flag) =>
      [0, 1].includes(memory.i32(flag)),
    );
  }
  const pending = memory.i32(queue + signal.pending);
  const limit = memory.i32(queue + signal.limit);
  const handling = memory.u64(queue + signal.handlingThread);
  return (
    limit >= 1 &&
    limit <= capacity &&
    (last - first + capacity) % capacity === pending % capacity &&
    (handling === 0 || ring.threads.includes(handling))
  );
}

function chainHolds(
  memory: TargetMemory,
  head: number,
  wanted: number,
  next: number,
  isData: (address: number) => boolean,
): boolean {
  for (
    let at = head, steps = 0;
    at !== 0 && steps < 1000 && isData(at);
    at = memory.u64(at + next), steps++
  ) {
    if (at === wanted) return true;
  }
  return false;
}
