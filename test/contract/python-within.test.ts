import { expect, it } from 'vitest';
import { capturedPython, type PythonHeap } from '../helpers/captured-python.js';
import { pythonUnderTest } from '../helpers/each-python.js';
import { onePythonPerMinor } from '../helpers/python-interpreters.js';
import { pythonThings, startPythonTarget } from '../helpers/python-targets.js';

/** A heap snapshot in the program itself, beside one that a copy gave. */
const driver = pythonUnderTest();
const signal = (): AbortSignal => AbortSignal.timeout(90_000);
const pythons = onePythonPerMinor();

/** Texts that a Node's attributes lead to, as `name text`, with or without a dictionary in between. */
function attributes(heap: PythonHeap, node: number): readonly string[] {
  return heap.edges(node).flatMap(([name, target]) => {
    if (name === '__dict__') return attributes(heap, target);
    const text = heap.name(target);
    return /^node-\d+$/.test(text) ? [`${name} ${text}`] : [];
  });
}

it.each(pythons.map((python) => [python.label, python] as const))(
  'CPython %s: read in the program itself, nothing of it is run, made or left',
  async (label, python) => {
    const target = await startPythonTarget(python, 'holder.py');
    const before = pythonThings(target.pid);
    const footprint = await target.ask('footprint', /^footprint/);
    const attachment = await driver.attach(target.process, signal());
    await attachment.sample(signal());
    // The first brings what the agent needs.
    await capturedPython(attachment, signal(), { inProcess: true });
    const blocks = (await attachment.sample(signal()))['blocks'] ?? 0;
    const { heap: within, cost } = await capturedPython(attachment, signal(), { inProcess: true });
    const left = ((await attachment.sample(signal()))['blocks'] ?? 0) - blocks;
    const { heap: forked } = await capturedPython(attachment, signal());
    await attachment.detach();

    expect(within.graph.partial).toBeUndefined();
    expect(within.graph.python?.method).toBe('in-process');
    expect(cost.method).toBe('in-process');
    expect(cost.pause).toBeGreaterThan(0);
    for (const name of ['__main__.Node', '__main__.Slotted', '__main__.Derived', '__main__.Trap'])
      expect(within.instances(name).length, name).toBe(forked.instances(name).length);
    const texts = (heap: PythonHeap): readonly string[] =>
      heap
        .instances('__main__.Node')
        .flatMap((node) => attributes(heap, node))
        .sort();
    expect(texts(within)).toContain('label node-7');
    expect(texts(within)).toEqual(texts(forked));
    const share = within.graph.nodeCount / forked.graph.nodeCount;
    console.log(
      `${label}: ${within.graph.nodeCount} objects, ${(100 * share).toFixed(1)} % of the copy's, ${cost.pause.toFixed(1)} ms at once, ${left} blocks left`,
    );
    expect(share).toBeGreaterThan(0.97);
    // Classes of the walk, until the program collects; a dictionary for each of its 1,050 objects would be that many.
    expect(left).toBeLessThan(600);
    expect(target.output()).not.toContain('trap:');
    expect(target.errors()).toBe('');
    expect(pythonThings(target.pid)).toEqual(before);
    expect(await target.ask('footprint', /^footprint/)).toBe(footprint);
  },
);

it.each(pythons.slice(-1).map((python) => [python.label, python] as const))(
  'CPython %s: one that is called off leaves no thread',
  async (_, python) => {
    const target = await startPythonTarget(python, 'holder.py');
    const before = pythonThings(target.pid);
    const attachment = await driver.attach(target.process, signal());
    const off = new AbortController();
    const taken = attachment.captureHeap?.({ write: async () => off.abort() }, off.signal, {
      inProcess: true,
    });
    await expect(taken).rejects.toThrow();
    // The next is not in its way.
    const { heap } = await capturedPython(attachment, signal(), { inProcess: true });
    expect(heap.graph.partial).toBeUndefined();
    await attachment.detach();
    expect(pythonThings(target.pid)).toEqual(before);
  },
);
