import { afterEach, describe, expect, it } from 'vitest';
import { pythonDriver } from '../../electron/drivers/python/python-driver.js';
import { buildHeapIndex } from '../../shared/analysis/heap-index.js';
import { NOBODY } from '../../shared/analysis/id-lookup.js';
import { sameObjects } from '../../shared/analysis/identity.js';
import type { HeapGraph } from '../../shared/model/heap-graph.js';
import { capturedPython } from '../helpers/captured-python.js';
import { onePythonPerMinor } from '../helpers/python-interpreters.js';
import {
  agentFolder,
  endAllPythonTargets,
  type PythonTarget,
  startPythonTarget,
} from '../helpers/python-targets.js';

const driver = pythonDriver({ agentFolder });
const signal = (): AbortSignal => AbortSignal.timeout(60_000);
const pythons = onePythonPerMinor();
if (pythons.length === 0) console.log('skipped: no CPython 3.8 or later on PATH or under pyenv');

afterEach(endAllPythonTargets);

/** What the program says of its objects: `new Record` and the addresses. */
async function told(target: PythonTarget, word: string): Promise<ReadonlyMap<string, readonly number[]>> {
  const before = target.output().length;
  await target.ask(word, /^told$/);
  const lines = target.output().slice(before).split('\n').slice(0, -2);
  return new Map(
    lines.map((line) => {
      const [kind, name, ...addresses] = line.split(' ');
      return [`${kind} ${name}`, addresses.map(Number)];
    }),
  );
}

interface Told {
  /** Of so many. */
  readonly all: number;
  /** Lie where an object of the same class had been, of its size if it holds nothing. */
  readonly reused: number;
  /** Are told to be new. */
  readonly fresh: number;
}

function judged(before: HeapGraph, now: HeapGraph, addresses: readonly number[]): Told {
  const same = sameObjects(buildHeapIndex(before), buildHeapIndex(now));
  const old = new Set<number>();
  same.forEach((other, node) => {
    if (other !== NOBODY) old.add(before.id[node]);
  });
  const nameBefore = new Map<number, string>();
  before.id.forEach((id, node) => void nameBefore.set(id, before.strings.at(before.name[node]) ?? ''));
  const nameNow = new Map<number, string>();
  now.id.forEach((id, node) => void nameNow.set(id, now.strings.at(now.name[node]) ?? ''));
  return {
    all: addresses.length,
    reused: addresses.filter((id) => nameBefore.get(id) === nameNow.get(id)).length,
    fresh: addresses.filter((id) => !old.has(id)).length,
  };
}

describe.each(pythons.map((python) => [python.label, python] as const))('CPython %s', (label, python) => {
  it.each(['random', 'all'])('objects replaced (%s) are new where their contents tell', async (style) => {
    const target = await startPythonTarget(python, 'churning.py');
    const attachment = await driver.attach(target.process, signal());
    const { heap: before } = await capturedPython(attachment, signal());
    const fresh = await told(target, style);
    const { heap: now } = await capturedPython(attachment, signal());
    const [from, to] = [before.graph.python?.since, now.graph.python?.since];
    expect(from !== undefined && to !== undefined).toBe(!python.freeThreaded);
    const ordered = from !== undefined && from.agent === to?.agent && from.full === to.full;
    const sum = { reused: 0, missed: 0 };
    for (const [name, addresses] of fresh) {
      const { all, reused, fresh: found } = judged(before.graph, now.graph, addresses);
      expect(all).toBeGreaterThan(0);
      // Numbers alone tell nothing: those that lie elsewhere are new. But where nothing has moved in the collector's list, that tells all.
      if (name === 'new Point') expect(found).toBeGreaterThanOrEqual(ordered ? all : all - reused);
      if (ordered && ['new Record', 'new Slot', 'new queue'].includes(name)) expect(found, name).toBe(all);
      if (name === 'new Point') continue;
      sum.reused += reused;
      sum.missed += all - found;
    }
    // A list of numbers may have become one of texts; it is the only kind that tells nothing here.
    console.log(
      `${label}, ${style}: ${sum.missed} of ${sum.reused} at used addresses missed${ordered ? ', by the order' : ''}`,
    );
    expect(sum.reused).toBeGreaterThan(0);
    expect(sum.missed / sum.reused).toBeLessThan(0.2);
    await attachment.detach();
    expect(target.errors()).toBe('');
  });

  it('objects that were changed are the same ones', async () => {
    const target = await startPythonTarget(python, 'churning.py');
    const attachment = await driver.attach(target.process, signal());
    const { heap: before } = await capturedPython(attachment, signal());
    const kept = await told(target, 'change');
    const { heap: now } = await capturedPython(attachment, signal());
    for (const [name, addresses] of kept) {
      const { fresh } = judged(before.graph, now.graph, addresses);
      // All that they held is another's: the order alone tells.
      if (name === 'kept refilled' && python.freeThreaded) continue;
      expect(fresh, name).toBe(0);
    }
    await attachment.detach();
  });
});
