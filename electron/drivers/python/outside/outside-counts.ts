import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises';
import { Failure } from '../../../../shared/base/failure.js';
import type { ObjectCounts } from '../../../../shared/model/live-objects.js';
import { locatePython } from '../entry/located-python.js';
import { processMaps } from '../entry/process-maps.js';
import type { PythonBuild } from '../entry/python-build.js';
import { describeBuild } from '../entry/read-build.js';
import { buildName, refusalOf } from '../entry/refusals.js';
import { TargetMemory } from '../entry/target-memory.js';
import { BlockMemory } from './block-memory.js';
import { findCollectorLists } from './collector-lists.js';
import { ListWalk } from './list-walk.js';
import { typeName } from './type-name.js';

/**
 * Objects by type as the collector of a CPython lists them, read in its memory from outside: nothing of ours enters the program, nothing
 * is written or stopped, and it needs none of its memory. The program goes on meanwhile: what comes and goes is counted or not. Throws a
 * Failure where the lists are not found or never hold still.
 */
export async function countFromOutside(pid: number, signal: AbortSignal): Promise<ObjectCounts> {
  let memory: TargetMemory | undefined;
  const python = tried(pid, () => locatePython(pid));
  if (!python) throw new Failure('not-python', `Process ${pid} runs no CPython that can be recognised.`);
  try {
    memory = tried(pid, () => TargetMemory.open(pid, 'r'));
    const build = describeBuild(python, memory);
    const lists = build.freeThreaded ? undefined : findCollectorLists(memory, build, processMaps(pid));
    if (!lists) throw unknownLists(pid, build);
    const blocks = new BlockMemory(memory);
    const byName = new Map<string, number>();
    let total = 0;
    for (const head of lists) {
      for (const [type, count] of await walked(blocks, head, pid, signal)) {
        if (count === 0) continue;
        total += count;
        const name = typeName(blocks, type, build.minor);
        byName.set(name, (byName.get(name) ?? 0) + count);
      }
    }
    const types = [...byName].map(([name, count]) => ({ name, count })).sort((a, b) => b.count - a.count);
    return { total, types, method: 'outside', pause: 0 };
  } catch (error) {
    throw signal.aborted ? signal.reason : refusalOf(error, pid);
  } finally {
    memory?.close();
    python.image.close();
  }
}

async function walked(
  blocks: BlockMemory,
  head: number,
  pid: number,
  signal: AbortSignal,
): Promise<ReadonlyMap<number, number>> {
  const walk = new ListWalk(blocks, head);
  for (;;) {
    const came = walk.step(OBJECTS_AT_ONCE);
    if (came === 'end') return walk.counts;
    signal.throwIfAborted();
    // The youngest objects, which come and go: those that were met are as good as others.
    if (walk.stuck + walk.begun > PATIENT_TURNS && walk.length < FEW) return walk.partial();
    if (walk.stuck > MOST_TURNS || walk.begun > MOST_TURNS) throw restless(pid);
    // It collects just now: wait, and look again.
    await (walk.stuck + walk.begun > PATIENT_TURNS ? delay(STUCK_PAUSE) : turn());
  }
}

/** A few ms of work. */
const OBJECTS_AT_ONCE = 50_000;
const PATIENT_TURNS = 50;
/** Of a list of the young; an old one is longer, and changes less. */
const FEW = 2000;
/** ms; while it collects, its lists are none. */
const STUCK_PAUSE = 5;
const MOST_TURNS = 1000;

function tried<T>(pid: number, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw refusalOf(error, pid);
  }
}

const unknownLists = (pid: number, build: PythonBuild): Failure =>
  new Failure(
    'no-counts',
    `The objects of process ${pid}, ${buildName(build)}, cannot be counted from outside: where its collector lists them is not known.`,
    'Attach to it, and have them counted in a copy of it.',
  );

const restless = (pid: number): Failure =>
  new Failure(
    'no-counts',
    `The objects of process ${pid} change too fast to be counted from outside.`,
    'Try again when it is less busy, or attach to it.',
  );
