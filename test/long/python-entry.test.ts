import { afterEach, expect, it } from 'vitest';
import { enterPython } from '../../electron/drivers/python/entry/enter.js';
import { onePythonPerMinor } from '../helpers/python-interpreters.js';
import { type PythonTarget, startPython } from '../helpers/python-target.js';

const ROUNDS = Number(process.env['LEAKSCOPE_ENTRY_ROUNDS'] ?? 160);

const ALLOCATES_IN_FOUR_THREADS = `
import json, threading
def work():
    while True:
        x = [bytearray(70000), {str(i): [i] for i in range(50)}]
        json.loads(json.dumps({"a": [1, 2, {"b": "c" * 100}]}))
for _ in range(3): threading.Thread(target=work, daemon=True).start()
print("READY")
work()
`;

let target: PythonTarget | undefined;
afterEach(() => target?.stop());

it.each(onePythonPerMinor().map((python) => [python.label, python] as const))(
  `enters CPython %s ${ROUNDS} times, each exactly once`,
  async (label, python) => {
    target = await startPython(python, ALLOCATES_IN_FOUR_THREADS);
    const walls: number[] = [];
    const stops: number[] = [];
    const methods = new Map<string, number>();
    for (let round = 1; round <= ROUNDS; round++) {
      const report = await enterPython({
        pid: target.pid,
        startTime: target.startTime,
        ...target.script(),
        signal: new AbortController().signal,
        timeout: 20_000,
      });
      expect(target.runs()).toBe(round);
      walls.push(report.wall);
      stops.push(report.stopped);
      methods.set(report.method, (methods.get(report.method) ?? 0) + 1);
    }
    expect([target.child.exitCode, target.child.signalCode, target.said.err]).toEqual([null, null, '']);
    console.log(
      `${label}: ${ROUNDS} of ${ROUNDS}, wall ms ${spread(walls)}, stopped ms ${spread(stops)}, ${JSON.stringify([...methods])}`,
    );
  },
);

function spread(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): string =>
    (sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN).toFixed(1);
  return `median ${at(0.5)}, 95th ${at(0.95)}, longest ${at(1)}`;
}
