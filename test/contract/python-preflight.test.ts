import { afterEach, expect, it } from 'vitest';
import { pythonDriver } from '../../electron/drivers/python/python-driver.js';
import type { Check } from '../../shared/model/preflight.js';
import { onePythonPerMinor } from '../helpers/python-interpreters.js';
import { agentFolder, endAllPythonTargets, startPythonTarget } from '../helpers/python-targets.js';

const pythons = onePythonPerMinor();
if (pythons.length === 0) console.log('skipped: no CPython 3.8 or later on PATH or under pyenv');

afterEach(endAllPythonTargets);

it.each(pythons.map((python) => [python.label, python] as const))(
  'CPython %s: the card names what could trace native allocations, and none of it stops an attach',
  async (_, python) => {
    const target = await startPythonTarget(python, 'holder.py');
    const process = {
      ...target.process,
      runtime: { ...target.process.runtime, version: python.version },
    };
    const checks: Check[] = [];
    for await (const check of pythonDriver({ agentFolder }).preflight(process)) checks.push(check);
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
    const memray = checks.find(({ check }) => check === 'native allocations: memray');
    expect(memray?.found).toMatch(
      python.minor < 14 ? /from CPython 3\.14 on/ : /not installed beside|memray attach --native/,
    );
    expect(checks.find(({ check }) => check.endsWith('heaptrack'))?.found).toMatch(/never used on a managed/);
  },
);
