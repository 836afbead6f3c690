import { afterAll, describe, expect, it } from 'vitest';
import { pythonDriver } from '../../electron/drivers/python/python-driver.js';
import { NodeType } from '../../shared/model/heap-graph.js';
import { NodeFlag } from '../../shared/model/python-heap-stream.js';
import { capturedPython } from '../helpers/captured-python.js';
import { onePythonPerMinor } from '../helpers/python-interpreters.js';
import {
  agentFolder,
  endAllPythonTargets,
  type PythonTarget,
  startPythonTarget,
} from '../helpers/python-targets.js';

const driver = pythonDriver({ agentFolder });
const signal = (): AbortSignal => AbortSignal.timeout(30_000);
const pythons = onePythonPerMinor();
if (pythons.length === 0) console.log('skipped: no CPython 3.8 or later on PATH or under pyenv');

afterAll(endAllPythonTargets);

/** What the target says of itself: `size text` to its number. */
async function known(target: PythonTarget): Promise<(what: string) => readonly number[]> {
  const before = target.output().length;
  await target.ask('known', /^told$/);
  const lines = target.output().slice(before).split('\n');
  return (what) =>
    lines
      .find((line) => line.startsWith(`${what} `))
      ?.slice(what.length + 1)
      .split(' ')
      .map(Number) ?? [];
}

describe.concurrent.each(pythons.map((python) => [python.label, python] as const))(
  'CPython %s',
  (_, python) => {
    it('is sampled', async () => {
      const target = await startPythonTarget(python, 'holder.py');
      const attachment = await driver.attach(target.process, signal());
      expect(attachment.version).toBe(python.version);
      const first = await attachment.sample(signal());
      await target.ask('grow', /^grown$/);
      const second = await attachment.sample(signal());
      expect(second['blocks'] - first['blocks']).toBeGreaterThan(100_000);
      expect(first['malloc.used']).toBeGreaterThan(0);
      // Memory that both figures of pymalloc see; it is asked seldom on a large heap.
      expect(first['heap.used']).toBeGreaterThan(first['blocks'] * 16);
      expect(first['heap.committed']).toBeGreaterThanOrEqual(first['heap.used'] ?? 0);
      expect(first).toMatchObject({ 'gc.collections': expect.any(Number), 'gc.count0': expect.any(Number) });
      expect(first).not.toHaveProperty('traced');

      expect(attachment.takeGcEvents?.()).toEqual([]);
      await attachment.sample(signal());
      await attachment.collectGarbage?.(signal());
      const third = await attachment.sample(signal());
      expect(third['gc.collections']).toBe(first['gc.collections'] + 1);
      expect(attachment.takeGcEvents?.()).toMatchObject([{ kind: 'generation 2' }]);

      await attachment.tracing?.start({ frames: 3 }, signal());
      await target.ask('grow', /^grown$/);
      expect((await attachment.sample(signal()))['traced']).toBeGreaterThan(1_000_000);
      await attachment.tracing?.stop(signal());
      expect(await attachment.sample(signal())).not.toHaveProperty('traced');
      await attachment.detach();
      expect(target.errors()).toBe('');
    });

    it('gives a heap that agrees with what Python says of itself', async () => {
      const target = await startPythonTarget(python, 'holder.py');
      const say = await known(target);
      const attachment = await driver.attach(target.process, signal());
      const { heap, cost } = await capturedPython(attachment);
      await attachment.detach();
      const { graph } = heap;
      expect(graph.partial).toBeUndefined();
      expect(cost.pause).toBeGreaterThan(0);
      expect(graph.python).toMatchObject({ python: python.version, method: 'fork' });
      expect(graph.nodeCount).toBeGreaterThan(say('tracked')[0]);

      const holder = heap.withId(say('holder')[0]);
      expect(heap.name(holder)).toBe('__main__.Holder');
      expect(heap.instances('__main__.Node')).toHaveLength(1050);
      expect(heap.instances('__main__.Slotted')).toHaveLength(100);

      // Names lead from holder to held.
      const nodes = heap.at(holder, 'nodes');
      expect(heap.edges(nodes)).toHaveLength(1000);
      const [size, id] = say('size node');
      const fifth = heap.at(nodes, '5');
      expect(graph.id[fifth]).toBe(id);
      expect(graph.selfSize[fifth]).toBe(size);
      expect(graph.refCount?.[fifth]).toBe(say('references node')[0]);
      expect(heap.name(heap.at(nodes, '5', 'label'))).toBe('node-5');
      expect(heap.at(nodes, '5', 'next')).toBe(heap.at(nodes, '6'));
      expect(heap.name(heap.at(holder, 'slotted', '7', 'left'))).toBe('left-7');
      expect(heap.name(heap.at(holder, 'slotted', '7', 'right', '0'))).toBe('int');
      expect(heap.name(heap.at(holder, 'by_name', 'key-42', '0'))).toBe('value');
      expect(heap.name(heap.at(holder, 'by_number', '2003'))).toBe('number-2003');
      expect(heap.name(heap.at(holder, 'derived', 'inside'))).toBe('inside-derived');
      expect(heap.name(heap.at(holder, 'closure', '__closure__', '0', 'cell_contents'))).toBe(
        'held-by-a-cell',
      );
      expect(heap.name(heap.at(holder, 'trap', 'bait'))).toBe('bait-of-trap');
      const weak = heap.edges(heap.at(holder, 'weak')).find(([name]) => name === '(referent)');
      expect(weak).toEqual(['(referent)', heap.at(nodes, '0'), 'weak']);

      // Sizes are sys.getsizeof's.
      expect(graph.selfSize[heap.at(holder, 'text')]).toBe(say('size text')[0]);
      expect(graph.selfSize[heap.at(holder, 'raw')]).toBe(say('size raw')[0]);
      expect(graph.selfSize[nodes]).toBe(say('size nodes')[0]);
      expect(heap.name(heap.at(holder, 'text'))).toBe('x'.repeat(200));

      // Roots: modules, threads and their frames, what nobody reaches.
      expect(heap.at(0, '(modules)', '__main__', 'HELD', '0')).toBe(holder);
      const [waiter] = heap.named('thread waiter');
      const frames = heap.edges(waiter).map(([, frame]) => frame);
      const waiting = frames.find((frame) => heap.name(frame).startsWith('waiting (holder.py:')) ?? -1;
      expect(heap.name(heap.at(waiting, 'local_text'))).toBe('held-by-a-frame');
      const threads = graph.python?.threads ?? [];
      expect(threads.map(({ name }) => name).sort()).toEqual(['MainThread', 'ticker', 'waiter']);
      expect(threads.find(({ name }) => name === 'waiter')?.frames.map((frame) => frame.function)).toContain(
        'waiting',
      );
      // The interpreter's own start leaves some classes behind for its collector.
      const garbage = heap
        .edges(heap.at(0, '(unreachable)'))
        .map(([, node]) => node)
        .filter((node) => graph.nodeType[node] !== NodeType.objectShape);
      expect(garbage.map((node) => heap.name(node))).toEqual(Array(50).fill('__main__.Node'));
      expect(heap.name(heap.at(garbage[0], 'label'))).toMatch(/^garbage-\d+$/);
      for (const node of garbage) expect((graph.flags?.[node] ?? 0) & NodeFlag.unreachable).toBeTruthy();

      // Nearly every reference has a name.
      let unnamed = 0;
      for (let node = 0; node < graph.nodeCount; node++)
        if (!heap.name(node).startsWith('('))
          unnamed += heap.edges(node).filter(([, , type]) => type === 'hidden').length;
      expect(unnamed / graph.edgeCount).toBeLessThan(0.01);
      expect((graph.droppedEdges ?? 0) / graph.edgeCount).toBeLessThan(0.01);

      // No code of the target has run, and it holds no trace of us.
      expect(target.output()).not.toContain('trap:');
      expect(heap.named('_agent')).toEqual([]);
      expect(await target.ask('collect', /^collected/)).toMatch(/^collected 1\d\d|^collected [2-9]\d\d/);
      expect(target.errors()).toBe('');
    });

    it('reads a program with many imports whole', async () => {
      const target = await startPythonTarget(python, 'importing.py');
      const attachment = await driver.attach(target.process, signal());
      const { heap } = await capturedPython(attachment);
      await attachment.detach();
      expect(heap.graph.partial).toBeUndefined();
      expect(heap.graph.python).toMatchObject({ method: 'fork' });
      expect(heap.graph.python).not.toHaveProperty('skipped');
      expect(heap.name(heap.at(0, '(modules)', 'http.server'))).toBe('module http.server');
      expect(target.errors()).toBe('');
    });

    it('passes over what cannot be read', async () => {
      const target = await startPythonTarget(python, 'hostile.py');
      const attachment = await driver.attach(target.process, signal());
      const { heap } = await capturedPython(attachment);
      await attachment.detach();
      expect(heap.graph.partial).toBeUndefined();
      expect(heap.instances('__main__.HidesItsDict')).toHaveLength(3);
      expect(heap.name(heap.at(0, '(modules)', '__main__', 'AFTER', '0'))).toBe('still-there');
      expect(target.output()).toBe('ready\n');
      expect(target.errors()).toBe('');
    });
  },
);
