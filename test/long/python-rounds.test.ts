import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { pythonDriver } from '../../electron/drivers/python/python-driver.js';
import { capturedPython } from '../helpers/captured-python.js';
import { openThings } from '../helpers/node-targets.js';
import { onePythonPerMinor } from '../helpers/python-interpreters.js';
import { agentFolder, endAllPythonTargets, startPythonTarget } from '../helpers/python-targets.js';

const driver = pythonDriver({ agentFolder });
const ROUNDS = Number(process.env['LEAKSCOPE_ROUNDS'] ?? 1000);
/** What the allocator and our code's mappings may have added once, whatever the number of rounds. */
const RSS_ALLOWED = 16 << 20;

afterEach(endAllPythonTargets);

describe.each(onePythonPerMinor().map((python) => [python.label, python] as const))(
  'CPython %s',
  (_, python) => {
    it(`is as it was after ${ROUNDS} rounds on a busy target`, async () => {
      const target = await startPythonTarget(python, 'holder.py', { args: ['busy'] });
      const before = openThings(target.pid);
      const footprint = await target.ask('footprint', /^footprint/);
      const rss = residentBytes(target.pid);
      const attaches: number[] = [];
      const pauses: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const begun = performance.now();
        const attachment = await driver.attach(target.process, AbortSignal.timeout(30_000));
        attaches.push(performance.now() - begun);
        await attachment.sample(AbortSignal.timeout(30_000));
        const { heap, cost } = await capturedPython(attachment);
        pauses.push(cost.pause);
        expect(heap.graph.partial).toBeUndefined();
        await attachment.detach();
      }
      expect(openThings(target.pid)).toEqual(before);
      expect(await target.ask('footprint', /^footprint/)).toBe(footprint);
      expect(residentBytes(target.pid) - rss).toBeLessThan(RSS_ALLOWED);
      expect(target.errors()).toBe('');
      console.log(
        `${python.label}: attach ms p50 ${at(attaches, 0.5)} p95 ${at(attaches, 0.95)}, fork ms p50 ${at(pauses, 0.5)} p95 ${at(pauses, 0.95)}, RSS ${((residentBytes(target.pid) - rss) / 1e6).toFixed(1)} MB more`,
      );
    });
  },
);

function residentBytes(pid: number): number {
  return (
    Number.parseInt(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '0', 10) * 1024
  );
}

function at(values: readonly number[], share: number): string {
  return ([...values].sort((a, b) => a - b)[Math.floor((values.length - 1) * share)] ?? 0).toFixed(1);
}
