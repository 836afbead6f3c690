import { spawnSync } from 'node:child_process';
import { pythonInterpreters } from './python-interpreters.js';

/** A CPython from 3.14 on in which memray is installed: LEAKSCOPE_TEST_MEMRAY, or one that is found. */
export function pythonWithMemray(): string | undefined {
  const given = process.env['LEAKSCOPE_TEST_MEMRAY'];
  const tried = given
    ? [given]
    : pythonInterpreters()
        .filter(({ minor }) => minor >= 14)
        .map(({ executable }) => executable);
  return tried.find((python) => spawnSync(python, ['-c', 'import memray']).status === 0);
}
