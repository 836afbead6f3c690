import { expect, it } from 'vitest';
import { countFromOutside } from '../../electron/drivers/python/outside/outside-counts.js';
import { describeEachPython, pythonUnderTest } from '../helpers/each-python.js';
import { pythonThings, startPythonTarget } from '../helpers/python-targets.js';

/** Objects by type without an entry, beside those that a copy counts. */
const driver = pythonUnderTest();
const signal = (): AbortSignal => AbortSignal.timeout(60_000);

describeEachPython(
  (python) => {
    it('counts what a copy counts, and nothing enters the program', async () => {
      const target = await startPythonTarget(python, 'holder.py');
      const before = pythonThings(target.pid);
      const began = performance.now();
      const outside = await countFromOutside(target.pid, signal());
      const took = performance.now() - began;
      expect(pythonThings(target.pid)).toEqual(before);
      expect(outside).toMatchObject({ method: 'outside', pause: 0 });
      const attachment = await driver.attach(target.process, signal());
      const copy = await attachment.objects?.counts(signal());
      await attachment.detach();
      if (!copy) throw new Error('not counted');
      const count = (counts: typeof outside, name: string): number =>
        counts.types.find((each) => each.name === name)?.count ?? 0;
      for (const name of [
        '__main__.Node',
        '__main__.Slotted',
        '__main__.Derived',
        'threading.Thread',
        '_thread.lock',
      ])
        expect([name, count(outside, name)]).toEqual([name, count(copy, name)]);
      // What the agent has brought is among what a copy counts.
      expect(outside.total).toBeLessThan(copy.total * 1.01);
      expect(outside.total).toBeGreaterThan(copy.total * 0.6);
      console.log(`${python.label}: ${outside.total} of ${copy.total} in ${took.toFixed(0)} ms`);
      expect(outside.types.some(({ name }) => name.startsWith('type at'))).toBe(false);
      expect(target.errors()).toBe('');
    });

    it('counts a program that makes and drops objects in three threads all the while', async () => {
      const target = await startPythonTarget(python, 'twin.py');
      let whole = 0;
      for (let round = 0; round < 20; round++) {
        const { types, total } = await countFromOutside(target.pid, signal());
        expect(total).toBeGreaterThan(4000);
        // A list that is being collected is met half.
        if (types.find(({ name }) => name === '__main__.Worker')?.count === 3) whole++;
      }
      expect(whole).toBeGreaterThan(10);
      await target.ask('finish 0', /^finished/);
      expect(target.errors()).toBe('');
    });
  },
  ({ freeThreaded }) => !freeThreaded,
);
