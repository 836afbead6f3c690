import { readdirSync, readlinkSync } from 'node:fs';
import { expect, it } from 'vitest';
import { capturedPython } from '../helpers/captured-python.js';
import { describeEachPython, pythonUnderTest } from '../helpers/each-python.js';
import { processInfo } from '../helpers/node-targets.js';
import { pythonThings, startPythonTarget } from '../helpers/python-targets.js';

const driver = pythonUnderTest();
const signal = (): AbortSignal => AbortSignal.timeout(30_000);

const sockets = (pid: number): number =>
  readdirSync(`/proc/${pid}/fd`).filter((fd) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${fd}`).startsWith('socket:');
    } catch {
      return false;
    }
  }).length;

describeEachPython((python) => {
  it('follows into a child that the target forks, and leaves both as they were', async () => {
    const target = await startPythonTarget(python, 'holder.py');
    const before = pythonThings(target.pid);
    const quiet = sockets(target.pid);
    const attachment = await driver.attach(target.process, signal());
    attachment.takeGcEvents?.();
    await attachment.sample(signal()); // from here on gc.callbacks has a function of ours
    const child = Number((await target.ask('fork', /^forked/)).split(' ')[1]);
    try {
      await expect.poll(() => sockets(child), { timeout: 5000 }).toBe(quiet); // the copy of the parent's agent has closed its connection
      const other = await driver.attach(
        { ...processInfo(child, 'cpython'), runtime: { kind: 'cpython', flavour: 'cpython' } },
        signal(),
      );
      expect(sockets(child)).toBe(quiet + 1); // the new agent's
      const { heap } = await capturedPython(other);
      expect(heap.graph.partial).toBeUndefined();
      expect(heap.instances('__main__.Node').length).toBeGreaterThanOrEqual(1000);
      // The parent's function went as the child's first act.
      expect(heap.edges(heap.at(0, '(modules)', 'gc', 'callbacks'))).toEqual([]);
      await other.detach();
      expect(sockets(child)).toBe(quiet);
      // The parent does not feel it.
      expect((await attachment.sample(signal()))['blocks']).toBeGreaterThan(0);
      await attachment.detach();
      expect(pythonThings(target.pid)).toEqual(before);
      // Its own threads make 3.12 and later say so.
      expect(
        target.errors().replace(/^.*DeprecationWarning: .*multi-threaded.*\n.*os\.fork\(\)\n/m, ''),
      ).toBe('');
    } finally {
      process.kill(child, 'SIGKILL');
    }
  });
});
