import { afterEach, describe, expect, it } from 'vitest';
import { locatePython } from '../../electron/drivers/python/entry/located-python.js';
import { PENDING_LAYOUTS } from '../../electron/drivers/python/entry/pending-layout.js';
import { findPendingRing } from '../../electron/drivers/python/entry/pending-ring.js';
import { TargetMemory } from '../../electron/drivers/python/entry/target-memory.js';
import { onePythonPerMinor } from '../helpers/python-interpreters.js';
import { type PythonTarget, startPython } from '../helpers/python-target.js';

/** These differ in one field only, a flag that can be 0 in both: the version alone tells them apart. */
const ALIKE = new Set(['9 and 10', '10 and 9']);

let target: PythonTarget | undefined;
afterEach(() => target?.stop());

const pythons = onePythonPerMinor().filter((python) => python.minor < 14 && !python.freeThreaded);

describe.each(pythons.map((python) => [python.label, python] as const))(
  'the queue of CPython %s',
  (_, python) => {
    it('is found by its own layout, and by no other', async () => {
      target = await startPython(
        python,
        'import threading, sys\nthreading.Thread(target=input).start()\nprint("READY")\n',
      );
      const located = locatePython(target.pid);
      if (!located) throw new Error('not found');
      const memory = TargetMemory.open(target.pid, 'r');
      try {
        for (const [minor, layout] of PENDING_LAYOUTS) {
          if (ALIKE.has(`${minor} and ${python.minor}`)) continue;
          let found: unknown;
          try {
            found = findPendingRing(memory, located.runtime.address, layout, located.maps);
          } catch (error) {
            found = String(error); // led to an address that is not mapped
          }
          expect(typeof found, `layout of 3.${minor}: ${found}`).toBe(
            minor === python.minor ? 'object' : 'string',
          );
        }
      } finally {
        memory.close();
        located.image.close();
      }
    });
  },
);
