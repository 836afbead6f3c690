import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import { pythonDriver } from '../../electron/drivers/python/python-driver.js';
import { capturedPython } from '../helpers/captured-python.js';
import { onePythonPerMinor, type PythonInterpreter } from '../helpers/python-interpreters.js';
import {
  agentFolder,
  endAllPythonTargets,
  type PythonTarget,
  pythonThings,
  startPythonTarget,
} from '../helpers/python-targets.js';

const driver = pythonDriver({ agentFolder });
const ROUNDS = Number(process.env['LEAKSCOPE_ROUNDS'] ?? 1000);
/** After these the allocators have what they keep: pages of the agent's code, of `_ctypes`, of arenas. */
const WARM_UP = Math.min(50, ROUNDS >> 1);
const RSS_ALLOWED = 8 << 20;
/** Of twin.py. */
const BLOCK = 1000;
const NOBODY = 65534;

afterEach(endAllPythonTargets);

const pythons = onePythonPerMinor();
const cases: (readonly [string, PythonInterpreter, number | undefined])[] = pythons.map((python) => [
  python.label,
  python,
  undefined,
]);
const public_ = pythons.find(
  ({ executable, root }) =>
    !root && spawnSync(executable, ['-c', ''], { uid: NOBODY, gid: NOBODY }).status === 0,
);
if (public_) cases.push([`${public_.label} of another user`, public_, NOBODY]);
else console.log('skipped: a target of another user: it needs root, and a Python outside of its home');

it.each(cases)(
  `CPython %s is as it was after ${ROUNDS} rounds on a busy target`,
  async (label, python, user) => {
    const options = user === undefined ? {} : { user };
    const target = await startPythonTarget(python, 'twin.py', options);
    const before = pythonThings(target.pid);
    const attaches: number[] = [];
    const pauses: number[] = [];
    let warm = 0;
    for (let round = 0; round < ROUNDS; round++) {
      if (round === WARM_UP) warm = residentBytes(target.pid);
      const begun = performance.now();
      const attachment = await driver.attach(target.process, AbortSignal.timeout(60_000));
      attaches.push(performance.now() - begun);
      attachment.takeGcEvents?.(); // a function in gc.callbacks, a handler of forks
      await attachment.sample(AbortSignal.timeout(30_000));
      const limit = AbortSignal.timeout(120_000);
      if (round % 50 === 25) {
        const { heap } = await capturedPython(attachment, limit, { inProcess: true });
        expect(heap.graph.partial).toBeUndefined();
      } else if (round % 10 === 0) {
        const { heap } = await capturedPython(attachment, limit);
        expect(heap.graph.partial).toBeUndefined();
        await attachment.threads?.({ values: true }, limit);
      } else {
        const cost = await attachment.captureHeap?.({ write: async () => {}, borrows: true }, limit); // throws if it is not whole
        pauses.push(cost?.pause ?? 0);
      }
      await attachment.detach();
    }
    const grown = residentBytes(target.pid) - warm;
    console.log(
      `${label}: ${ROUNDS} rounds, attach ms p50 ${at(attaches, 0.5)} p95 ${at(attaches, 0.95)}, fork ms p50 ${at(pauses, 0.5)} ` +
        `p95 ${at(pauses, 0.95)}, RSS ${(warm / 1e6).toFixed(1)} MB, ${(grown / 1e6).toFixed(2)} MB more since round ${WARM_UP}`,
    );
    expect(pythonThings(target.pid)).toEqual(before);
    expect(grown).toBeLessThan(RSS_ALLOWED);
    const steps = /finished (\d+)/.exec(await target.ask('finish 0', /^finished/))?.[1] ?? '0';
    // What came before was looked at by the program itself: each step knows what it must read.
    const begin = Math.max(0, Math.floor(Number(steps) / BLOCK) - 2) * BLOCK;
    const twin = await startPythonTarget(python, 'twin.py', { ...options, args: [String(begin)] });
    await twin.ask(`finish ${steps}`, /^finished/);
    expect(outcome(target)).toEqual(outcome(twin));
    expect(target.output()).toContain('\nsame\n');
    expect(target.output().match(/^out worker-\d \d+ 0 /gm)).toHaveLength(3);
    expect(Number(steps)).toBeGreaterThan(ROUNDS);
  },
  24 * 3_600_000,
);

const outcome = (target: PythonTarget): readonly string[] => [target.output(), target.errors()];

function residentBytes(pid: number): number {
  return (
    Number.parseInt(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '0', 10) * 1024
  );
}

function at(values: readonly number[], share: number): string {
  return ([...values].sort((a, b) => a - b)[Math.floor((values.length - 1) * share)] ?? 0).toFixed(1);
}
