import { afterEach, describe, test } from 'vitest';
import type { Driver } from '../../electron/drivers/driver.js';
import { pythonDriver } from '../../electron/drivers/python/python-driver.js';
import { onePythonPerMinor, type PythonInterpreter } from './python-interpreters.js';
import { agentFolder, endAllPythonTargets } from './python-targets.js';

/** The driver as the product makes it; what a test leaves running is ended after it. */
export function pythonUnderTest(): Driver {
  afterEach(endAllPythonTargets);
  return pythonDriver({ agentFolder });
}

/** A group of tests for each minor version here that fits; where there is none, one that is skipped and says so. */
export function describeEachPython(
  define: (python: PythonInterpreter) => void,
  fits: (python: PythonInterpreter) => boolean = () => true,
): void {
  const pythons = onePythonPerMinor().filter(fits);
  describe.each(pythons.map((python) => [python.label, python] as const))('CPython %s', (_, python) =>
    define(python),
  );
  if (pythons.length === 0)
    test('every CPython', ({ skip }) =>
      skip('no such CPython on PATH, under pyenv or in LEAKSCOPE_PYTHON_ROOTS'));
}
