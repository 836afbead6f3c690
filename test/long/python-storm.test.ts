import { expect, it } from 'vitest';
import { capturedPython } from '../helpers/captured-python.js';
import { describeEachPython, pythonUnderTest } from '../helpers/each-python.js';
import { pythonThings, startPythonTarget } from '../helpers/python-targets.js';

const driver = pythonUnderTest();
const FORKS = Number(process.env['LEAKSCOPE_FORKS'] ?? 0);

describeEachPython((python) => {
  const forks = FORKS || (python.minor === 11 ? 1000 : 200);
  it(`is forked ${forks} times amid eight threads that fight for the GIL`, async () => {
    const target = await startPythonTarget(python, 'storming.py');
    const before = pythonThings(target.pid);
    const attachment = await driver.attach(target.process, AbortSignal.timeout(30_000));
    const walls: number[] = [];
    for (let fork = 0; fork < forks; fork++) {
      const begun = performance.now();
      const { heap } = await capturedPython(attachment);
      walls.push(performance.now() - begun);
      // `os.fork` would say that the first child hung, or that the GIL was not found.
      expect(heap.graph.python?.method).toBe(python.freeThreaded ? 'os.fork' : 'fork');
      expect(heap.graph.partial).toBeUndefined();
    }
    await attachment.detach();
    expect(pythonThings(target.pid)).toEqual(before);
    expect(target.errors()).toBe('');
    walls.sort((a, b) => a - b);
    console.log(
      `${python.label}: ${forks} captures, wall ms p50 ${walls[forks >> 1]?.toFixed(0)} longest ${walls.at(-1)?.toFixed(0)}`,
    );
  });
});
