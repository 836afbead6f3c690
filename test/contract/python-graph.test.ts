import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { pythonDriver } from '../../electron/drivers/python/python-driver.js';
import { NodeType } from '../../shared/model/heap-graph.js';
import { capturedPython } from '../helpers/captured-python.js';
import { onePythonPerMinor } from '../helpers/python-interpreters.js';
import { agentFolder, endAllPythonTargets, startPythonTarget } from '../helpers/python-targets.js';
import { Random } from '../helpers/random.js';

const driver = pythonDriver({ agentFolder });
const signal = (): AbortSignal => AbortSignal.timeout(60_000);
const pythons = onePythonPerMinor().filter(({ root }) => !root);
if (pythons.length === 0) console.log('skipped: no CPython 3.8 or later on PATH or under pyenv');

/** Objects of naive Python's own working, which are gone again: frames, iterators, the file it writes. */
const PASSING = 60;

afterEach(endAllPythonTargets);

describe.each(pythons.map((python) => [python.label, python] as const))('CPython %s', (_, python) => {
  it('is read as naive Python sees itself: objects, sizes, names', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'leakscope-closure-'));
    try {
      const target = await startPythonTarget(python, 'closure.py');
      await target.ask(`closure ${join(folder, 'objects')}`, /^closed/);
      const attachment = await driver.attach(target.process, signal());
      const { heap } = await capturedPython(attachment, signal());
      await attachment.detach();
      const { graph } = heap;
      const rows = new Map(Array.from(graph.id, (id, row) => [Number(id), row] as const));
      const told = readFileSync(join(folder, 'objects'), 'latin1').trim().split('\n');
      const missing: string[] = [];
      let other = 0;
      let sum = 0;
      let ours = 0;
      for (const line of told) {
        const [id = 0, size = 0] = line.split(' ').map(Number);
        const row = rows.get(id);
        if (row === undefined) missing.push(line);
        else if (size >= 0) {
          if (graph.selfSize[row] !== size) other++;
          sum += size;
          ours += Number(graph.selfSize[row]);
        }
      }
      expect(told.length).toBeGreaterThan(10_000);
      expect(missing.length).toBeLessThan(PASSING);
      // Lists and dictionaries that naive Python filled meanwhile.
      expect(other).toBeLessThan(PASSING);
      expect(Math.abs(ours / sum - 1)).toBeLessThan(0.02);

      const random = new Random(python.minor);
      const asked: string[] = [];
      for (let row = 0; row < graph.nodeCount; row++) {
        if (graph.nodeType[row] === NodeType.synthetic) continue;
        for (const [name, node, type] of heap.edges(row))
          if ((type === 'property' || type === 'element') && random.below(3) === 0)
            asked.push(JSON.stringify([Number(graph.id[row]), type, name, Number(graph.id[node])]));
      }
      writeFileSync(join(folder, 'names'), asked.join('\n'));
      const answer = await target.ask(`names ${join(folder, 'names')}`, /^names/);
      const [, right = '', wrong = ''] = /^names (\d+) (.*)$/.exec(answer) ?? [];
      expect(JSON.parse(wrong)).toEqual([]);
      expect(Number(right)).toBeGreaterThan(20_000);
      expect(target.errors()).toBe('');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
