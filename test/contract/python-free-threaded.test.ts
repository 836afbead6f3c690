import { afterEach, expect, it, onTestFinished } from 'vitest';
import type { Attachment } from '../../electron/drivers/driver.js';
import { heldPythonStart } from '../../electron/drivers/python/held-start.js';
import { pythonDriver } from '../../electron/drivers/python/python-driver.js';
import { capturedPython } from '../helpers/captured-python.js';
import { type PythonInterpreter, pythonInterpreters } from '../helpers/python-interpreters.js';
import {
  agentFolder,
  endAllPythonTargets,
  type PythonTarget,
  pythonThings,
  startPythonTarget,
} from '../helpers/python-targets.js';
import { describeWhere } from '../helpers/where.js';

/** Builds without a GIL: entered by PID from 3.14 on, and when they are started with us. */
const driver = pythonDriver({ agentFolder });
const signal = (): AbortSignal => AbortSignal.timeout(60_000);
const pythons = pythonInterpreters()
  .filter(({ freeThreaded, root }) => freeThreaded && !root)
  .slice(0, 1);
const old = pythons.find(({ minor }) => minor < 14);

afterEach(endAllPythonTargets);

async function startHeld(
  python: PythonInterpreter,
  name: string,
): Promise<{ readonly target: PythonTarget; readonly attachment: Attachment }> {
  const held = heldPythonStart(python.executable, [name], undefined);
  if (!held) throw new Error('not held');
  onTestFinished(() => held.end());
  const target = await startPythonTarget(python, name, { env: held.env, silent: true });
  held.started(target.pid);
  const attachment = await driver.attach(target.process, signal());
  held.release();
  await target.line(/^ready$/);
  return { target, attachment };
}

describeWhere(old, 'no free-threaded CPython 3.13 on PATH')('free-threaded, before 3.14', () => {
  it('is refused by PID, with the way that works', async () => {
    const target = await startPythonTarget(old as PythonInterpreter, 'holder.py');
    await expect(driver.attach(target.process, signal())).rejects.toMatchObject({
      code: 'python-build',
      message: expect.stringContaining('free-threaded'),
      remedy: expect.stringContaining('leakscope run'),
    });
    expect(target.errors()).toBe('');
  });
});

describeWhere(pythons.length > 0, 'no free-threaded CPython on PATH')(
  'a free-threaded program that we started',
  () => {
    it.each(pythons.map((python) => [python.label, python] as const))(
      '%s: is sampled and read',
      async (_, python) => {
        const { target, attachment } = await startHeld(python, 'holder.py');
        const before = pythonThings(target.pid);
        await expect(attachment.tracing?.startSampled?.({ frames: 4 }, signal())).rejects.toMatchObject({
          code: 'no-sampling',
        });
        expect(await attachment.tracing?.state(signal())).toMatchObject({ tracing: false });
        const first = await attachment.sample(signal());
        await target.ask('grow', /^grown$/);
        const second = await attachment.sample(signal());
        expect(second['blocks'] - first['blocks']).toBeGreaterThan(100_000);
        const { heap } = await capturedPython(attachment);
        expect(heap.graph.partial).toBeUndefined();
        expect(heap.instances('__main__.Node')).toHaveLength(51_050);
        expect(heap.graph.python).not.toHaveProperty('skipped');
        await expect(attachment.threads?.({}, signal())).rejects.toMatchObject({ code: 'no-stacks' });
        const names = [...((await attachment.nameThreads?.(signal())) ?? new Map()).values()].map(
          ({ name }) => name,
        );
        expect(names).toEqual(expect.arrayContaining(['MainThread', 'ticker', 'waiter']));
        await attachment.tracing?.start({ frames: 3 }, signal());
        await target.ask('grow', /^grown$/);
        expect((await attachment.sample(signal()))['traced']).toBeGreaterThan(1_000_000);
        await attachment.tracing?.stop(signal());
        const counts = await attachment.objects?.counts(signal());
        expect(counts?.types.find(({ name }) => name === '__main__.Node')?.count).toBeGreaterThanOrEqual(
          1000,
        );
        await attachment.detach();
        expect(pythonThings(target.pid).threads).toBe(before.threads - 1);
        expect(target.errors()).toBe('');
      },
    );

    it.each(pythons.map((python) => [python.label, python] as const))(
      '%s: is read again and again while its threads make objects',
      async (_, python) => {
        const { target, attachment } = await startHeld(python, 'twin.py');
        for (let round = 0; round < 3; round++) {
          const { heap } = await capturedPython(attachment, signal());
          expect(heap.graph.partial).toBeUndefined();
        }
        await attachment.detach();
        expect(target.errors()).toBe('');
      },
      120_000,
    );
  },
);
