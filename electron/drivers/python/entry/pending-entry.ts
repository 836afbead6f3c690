import { setTimeout as delay } from 'node:timers/promises';
import { Failure } from '../../../../shared/base/failure.js';
import type { ArmedEntry } from './armed-entry.js';
import { entryText } from './entry-text.js';
import { freeTails, isUntouched } from './free-tail.js';
import { requireSame } from './held-target.js';
import { PENDING_LAYOUTS, type PendingLayout } from './pending-layout.js';
import {
  findPendingRing,
  PASSING,
  type PendingRing,
  pushPendingCall,
  raiseSignal,
  stillQueued,
} from './pending-ring.js';
import { processMaps } from './process-maps.js';
import { buildName, notEnterable, passing } from './refusals.js';
import type { Target } from './target.js';

/** The queue may be locked or full at the moment we look: tried again after this many milliseconds each. */
const RETRIES = [1, 5, 20, 50, 100, 200];
/** The GIL's two condition variables and two mutexes are within as many bytes. */
const GIL_SIZE = 256;
/** Milliseconds in which a thread that has begun to read the text is done with it. */
const COMPILED = 200;

/**
 * 3.8 to 3.13: `PyRun_SimpleString(text)` in the queue of pending calls, the text in a free tail. The queue gives
 * each call to exactly one thread, so the script runs once however many threads look.
 */
export async function armPendingCall(
  target: Target,
  script: string,
  signal: AbortSignal,
): Promise<ArmedEntry> {
  const layout = PENDING_LAYOUTS.get(target.build.minor);
  const call = target.python.address('PyRun_SimpleString');
  if (!layout || call === undefined)
    throw notEnterable(target.pid, target.build, 'its memory layout is not known');
  const text = entryText(script);
  const place = findPlace(target, text.length);
  let found: PendingRing | string = '';
  for (const pause of [...RETRIES, undefined]) {
    signal.throwIfAborted();
    // Fresh each time: the heap in which the thread states live may have grown since.
    const maps = processMaps(target.pid);
    const outcome = await target.stillSoon(() => {
      requireSame(target.pid, target.startTime);
      found = findPendingRing(target.memory, target.build.runtime, layout, maps);
      if (typeof found === 'string') return found;
      return put(target, found, call, place, text);
    }, signal);
    if (typeof found !== 'string' && (outcome === 'queued' || outcome === 'already-queued')) {
      return armed(target, found, layout, call, place, text);
    }
    if (pause !== undefined) await delay(pause);
    else if (found === PASSING) throw passing(target.pid);
    else if (typeof found === 'string') throw notEnterable(target.pid, target.build, found);
  }
  throw new Failure(
    'python-busy',
    `The queue of pending calls of process ${target.pid}, ${buildName(target.build)}, stayed locked or full.`,
    'Try again in a moment.',
  );
}

/** Text first: from the moment the call is in the queue a thread may run it. */
function put(target: Target, ring: PendingRing, call: number, place: number, text: Buffer): string {
  const { memory, build } = target;
  if (!stillQueued(ring, memory, call, place) && !isUntouched(memory, place, text.length)) return 'taken';
  memory.write(place, text);
  const outcome = pushPendingCall(ring, memory, build.runtime, call, place, target.keepsRunning);
  if (outcome === 'busy' || outcome === 'full') memory.write(place, Buffer.alloc(text.length));
  return outcome;
}

function armed(
  target: Target,
  ring: PendingRing,
  layout: PendingLayout,
  call: number,
  place: number,
  text: Buffer,
): ArmedEntry {
  const { memory, build } = target;
  const waiting = (): boolean => stillQueued(ring, memory, call, place);
  return {
    method: 'pending-call',
    takenBy: 'Py_MakePendingCalls',
    waiting,
    isTurn: (address) => address >= ring.gil && address < ring.gil + GIL_SIZE,
    renew() {
      if (layout.queue.signal.kind === 'flags' && waiting()) raiseSignal(ring, memory, build.runtime, true);
    },
    /**
     * A call that waits keeps its slot, but its text becomes empty: an empty program does nothing. One byte first:
     * whoever takes the call from now on reads none of the text. One that took it just before may be reading, so the
     * rest waits for it. Once the script has reported, its text was compiled and is not read again. No stop is needed.
     */
    async disarm(ran) {
      if (!ran) {
        memory.writeU8(place, 0);
        if (!waiting()) await delay(COMPILED);
      }
      memory.write(place, Buffer.alloc(text.length));
    },
  };
}

function findPlace(target: Target, size: number): number {
  for (const tail of target.build.libc === 'glibc' ? freeTails(target.pid, target.python) : []) {
    const address = tail.address + ((tail.size - size) & ~7);
    if (tail.size >= size + 8 && isUntouched(target.memory, address, size)) return address;
  }
  throw notEnterable(target.pid, target.build, 'there is no memory in it that is known to be free');
}
