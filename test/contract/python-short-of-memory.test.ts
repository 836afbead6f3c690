import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, onTestFinished } from 'vitest';
import { pythonDriver } from '../../electron/drivers/python/python-driver.js';
import { capturedPython } from '../helpers/captured-python.js';
import { memoryGroups } from '../helpers/memory-group.js';
import { onePythonPerMinor } from '../helpers/python-interpreters.js';
import { agentFolder, endAllPythonTargets, startPythonTarget } from '../helpers/python-targets.js';
import { testWhere } from '../helpers/where.js';

/** A target in a control group that leaves no room for a copy of it: what is refused, and what is told all the same. */
const MB = 1 << 20;
const driver = pythonDriver({ agentFolder });
const signal = (): AbortSignal => AbortSignal.timeout(60_000);
const groups = memoryGroups();

afterEach(endAllPythonTargets);

for (const python of onePythonPerMinor())
  testWhere(groups, 'groups with a memory limit cannot be made here')(
    `CPython ${python.label}: counts from outside, and reads the heap there if asked to, where a fork has no room`,
    async () => {
      const group = join(groups?.mount ?? '', `leakscope-python-${process.pid}`);
      mkdirSync(group);
      onTestFinished(async () => {
        await endAllPythonTargets();
        rmdirSync(group);
      });
      const target = await startPythonTarget(python, 'holder.py');
      const attachment = await driver.attach(target.process, signal());
      writeFileSync(join(group, 'cgroup.procs'), String(target.process.pid));
      const used = Number(readFileSync(join(group, groups?.usage ?? ''), 'utf8'));
      writeFileSync(join(group, groups?.limit ?? ''), String(used + 24 * MB));

      const counts = await attachment.objects?.counts(signal());
      expect(counts?.method).toBe('outside');
      expect(counts?.types.find(({ name }) => name === '__main__.Node')?.count).toBe(1050);
      expect(counts?.pause).toBe(0);
      await expect(capturedPython(attachment)).rejects.toMatchObject({
        code: 'no-headroom',
        message: expect.stringContaining('limit of the container'),
      });
      const { heap } = await capturedPython(attachment, signal(), { inProcess: true });
      expect(heap.instances('__main__.Node').length).toBe(1050);
      expect(await attachment.estimateCapture?.(signal())).toMatchObject({
        safe: false,
        limitedBy: 'cgroup',
      });
      await attachment.detach();
      expect(target.errors()).toBe('');
    },
  );
