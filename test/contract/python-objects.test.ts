import { afterEach, describe, expect, it } from 'vitest';
import type { Attachment } from '../../electron/drivers/driver.js';
import type { ObjectInspection } from '../../electron/drivers/object-inspection.js';
import { pythonDriver } from '../../electron/drivers/python/python-driver.js';
import { NodeType } from '../../shared/model/heap-graph.js';
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

afterEach(endAllPythonTargets);

const objectsOf = (attachment: Attachment): ObjectInspection => {
  if (!attachment.objects) throw new Error('it does not inspect objects');
  return attachment.objects;
};

async function told(target: PythonTarget, what: string): Promise<readonly number[]> {
  const before = target.output().length;
  await target.ask('known', /^told$/);
  const lines = target.output().slice(before).split('\n');
  const line = lines.find((each) => each.startsWith(`${what} `)) ?? '';
  return line
    .slice(what.length + 1)
    .split(' ')
    .map(Number);
}

describe.each(pythons.map((python) => [python.label, python] as const))('CPython %s', (_, python) => {
  it('counts objects by type, and runs no collection', async () => {
    const target = await startPythonTarget(python, 'holder.py');
    const attachment = await driver.attach(target.process, signal());
    const objects = objectsOf(attachment);
    const before = (await attachment.sample(signal()))['gc.collections'];
    const first = await objects.counts(signal());
    await target.ask('grow', /^grown$/);
    const second = await objects.counts(signal());
    const of = (counts: typeof first, name: string): number =>
      counts.types.find((each) => each.name === name)?.count ?? 0;
    expect(of(first, '__main__.Node')).toBe(1050);
    expect(of(second, '__main__.Node') - of(first, '__main__.Node')).toBe(50_000);
    expect(first).toMatchObject({ method: 'fork', pause: expect.any(Number) });
    expect((second.bytes ?? 0) - (first.bytes ?? 0)).toBeGreaterThan(50_000 * 32);
    expect(second.total).toBe(second.types.reduce((sum, { count }) => sum + count, 0));
    expect((await attachment.sample(signal()))['gc.collections']).toBe(before);
    await attachment.detach();
    // No `__sizeof__` of its own has run.
    expect(target.output()).not.toContain('trap:');
    expect(target.errors()).toBe('');
  });

  it('tells who refers to an object, and to what it refers', async () => {
    const target = await startPythonTarget(python, 'holder.py');
    const [, id = 0] = await told(target, 'size node');
    const attachment = await driver.attach(target.process, signal());
    const objects = objectsOf(attachment);
    const holders = await objects.referrers(id, {}, signal());
    expect(holders.object).toMatchObject({ id, type: '__main__.Node' });
    const edges = holders.rows.map(({ edge, type }) => `${type} ${edge}`);
    expect(edges).toContain('list [5]');
    // The one before, by its attribute; until 3.10 that is an entry of its dictionary.
    expect(edges.filter((each) => /^(dict|__main__\.Node) next$/.test(each))).toHaveLength(1);
    expect(holders.total).toBe(2);
    expect(holders.rows[0]).not.toHaveProperty('value');
    const held = await objects.referents(id, { values: true }, signal());
    const dictionary = held.rows.find(({ edge }) => edge === '__dict__');
    const attributes = dictionary ? await objects.referents(dictionary.id, { values: true }, signal()) : held;
    expect(attributes.rows.find(({ edge }) => edge === 'label')).toMatchObject({
      type: 'str',
      value: "'node-5'",
    });
    expect((await objects.referents(id, { limit: 1 }, signal())).rows).toHaveLength(1);
    await expect(objects.referrers(8, {}, signal())).rejects.toMatchObject({ code: 'no-object' });
    await attachment.detach();
    expect(target.output()).not.toContain('trap:');
    expect(target.errors()).toBe('');
  });

  it('tells the state of the collector', async () => {
    const target = await startPythonTarget(python, 'holder.py');
    const attachment = await driver.attach(target.process, signal());
    const state = await objectsOf(attachment).collector(signal());
    expect(state).toMatchObject({ enabled: false, garbage: 0, debug: 0 });
    if (python.minor !== 12) expect(state.frozen).toBe(0); // 3.12 freezes what it starts with
    expect(state.thresholds[0]).toBeGreaterThan(0);
    await attachment.detach();
  });

  it('leaves texts of the program out when told to', async () => {
    const target = await startPythonTarget(python, 'holder.py');
    const attachment = await driver.attach(target.process, signal());
    const { heap } = await capturedPython(attachment, signal(), { redact: true });
    await attachment.detach();
    const { graph } = heap;
    expect(graph.python).toMatchObject({ redacted: true });
    const [holder = -1] = heap.instances('__main__.Holder');
    // Words of the code are told, what the program made is not.
    expect(heap.name(heap.at(holder, 'nodes', '5', 'label'))).toBe('(6 characters)');
    expect(heap.name(heap.at(holder, 'text'))).toBe('(5000 characters)');
    const texts = Array.from({ length: graph.strings.length }, (_, row) => graph.strings.at(row) ?? '');
    expect(texts.filter((text) => /node-\d|key-\d|number-\d|garbage-|xxxx|2003/.test(text))).toEqual([]);
    expect(texts).toContain('by_name');
  });

  it('attributes buffers once', async () => {
    const target = await startPythonTarget(python, 'buffers.py');
    const sizes = new Map(
      [...target.output().matchAll(/^size (\w+) (\d+)$/gm)].map(([, name = '', size]) => [
        name,
        Number(size),
      ]),
    );
    const attachment = await driver.attach(target.process, signal());
    const { heap } = await capturedPython(attachment);
    await attachment.detach();
    const { graph } = heap;
    const [held = -1] = heap.instances('__main__.Held');
    const size = (name: string): number => Number(graph.selfSize[heap.at(held, name)]);
    for (const name of ['bytes', 'array', 'view', 'of_file'])
      expect([name, size(name)]).toEqual([name, sizes.get(name)]);
    expect(size('bytes')).toBeGreaterThanOrEqual(1_000_000);
    expect(size('array')).toBeGreaterThanOrEqual(80_000);
    expect(size('anonymous')).toBe((sizes.get('anonymous') ?? 0) + (1 << 20));
    // A view leads to what it shows.
    const [, buffer = -1] =
      heap.edges(heap.at(held, 'view')).find(([, node]) => heap.name(node) === 'managedbuffer') ?? [];
    expect(heap.edges(buffer).map(([, node]) => node)).toContain(heap.at(held, 'bytes'));
    if (!target.output().includes('numpy\n')) {
      console.log(`${python.label} has no numpy: arrays of numpy skipped`);
      return;
    }
    expect(size('numbers')).toBe(sizes.get('numbers'));
    expect(heap.at(held, 'slice', 'base')).toBe(heap.at(held, 'numbers'));
    expect(size('slice')).toBeLessThan(1000);
    expect(heap.instances('__main__.Payload')).toHaveLength(50);
    expect(heap.name(heap.at(held, 'objects', '7'))).toBe('__main__.Payload');
    expect(heap.name(heap.at(held, 'derived', 'label'))).toBe('label-of-derived');
    expect(graph.nodeType[heap.at(held, 'derived')]).toBe(NodeType.object);
  });
});
