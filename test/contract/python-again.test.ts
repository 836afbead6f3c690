import { afterEach, expect, it } from 'vitest';
import type { Attachment } from '../../electron/drivers/driver.js';
import { pythonDriver } from '../../electron/drivers/python/python-driver.js';
import { onePythonPerMinor } from '../helpers/python-interpreters.js';
import { agentFolder, endAllPythonTargets, startPythonTarget } from '../helpers/python-targets.js';

const driver = pythonDriver({ agentFolder });
const signal = (): AbortSignal => AbortSignal.timeout(30_000);
const pythons = onePythonPerMinor();
if (pythons.length === 0) console.log('skipped: no CPython 3.8 or later on PATH or under pyenv');
const AGAIN = 8;

afterEach(endAllPythonTargets);

async function collected(attachment: Attachment): Promise<number> {
  await attachment.collectGarbage?.(signal());
  return (await attachment.objects?.counts(signal()))?.total ?? 0;
}

it.each(pythons.map((python) => [python.label, python] as const))(
  'CPython %s keeps nothing of an attach but what the first one left',
  async (_, python) => {
    const target = await startPythonTarget(python, 'holder.py');
    let first = 0;
    for (let round = 0; round <= AGAIN; round++) {
      const attachment = await driver.attach(target.process, signal());
      await attachment.sample(signal());
      const total = await collected(attachment);
      if (round === 1) first = total;
      // A few of the interpreter's own; what a module makes when it is imported is many times that.
      if (round === AGAIN) expect(total - first).toBeLessThan(10 * AGAIN);
      await attachment.detach();
    }
    expect(target.errors()).toBe('');
  },
);
