import { afterEach, expect, it } from 'vitest';
import { enterPython } from '../../electron/drivers/python/entry/enter.js';
import { onePythonPerMinor } from '../helpers/python-interpreters.js';
import { type PythonTarget, startPython } from '../helpers/python-target.js';

const pythons = onePythonPerMinor();
if (pythons.length === 0) console.log('skipped: no CPython 3.8 or later on PATH or under pyenv');

/** As in a process that multiprocessing has spawned; with names of its own where ours would be looked up. */
const ODD_MAIN = `
import sys
__builtins__ = dict(vars(__import__("builtins")))
def trap(*given, **named):
    print("trap")
    raise SystemError
open = exec = compile = Exception = BaseException = trap
before = set(globals())
print("READY")
while not sys.modules.get("told"):
    list(map(str, range(1000)))
print("new names", sorted(set(globals()) - before - {"before"}))
`;

/** No name can be looked up at all: the entry fails, and the program does not notice. */
const BARE_MAIN = `
import sys, threading
print("READY")
end = sys.stdin
ended = []
threading.Thread(target=lambda: (end.readline(), ended.append(1)), daemon=True).start()
run = compile("while not ended:\\n sum(r)\\n", "x", "exec")
globals()["r"] = range(1000); globals()["sum"] = sum
__builtins__ = {}
while not ended:
    sum(r)
`;

let target: PythonTarget | undefined;
afterEach(() => target?.stop());

const entering = (
  started: PythonTarget,
  script: { script: string; entered: Promise<void> },
  timeout: number,
) =>
  enterPython({
    pid: started.pid,
    startTime: started.startTime,
    ...script,
    signal: new AbortController().signal,
    timeout,
  });

it.each(pythons.map((python) => [python.label, python] as const))(
  'CPython %s is entered through a __main__ of odd names',
  async (_, python) => {
    target = await startPython(python, ODD_MAIN);
    await entering(target, target.script('import sys\nsys.modules["told"] = 1'), 20_000);
    expect(await target.exited()).toBe(0);
    expect(target.said).toEqual({ out: 'READY\nnew names []\n', err: '' });
  },
);

// From 3.14 on CPython itself reads the script, and says on standard error when it cannot.
it.each(pythons.filter(({ minor }) => minor < 14).map((python) => [python.label, python] as const))(
  'CPython %s goes on where the entry cannot run',
  async (_, python) => {
    target = await startPython(python, BARE_MAIN);
    await entering(target, target.script(), 1500).catch(() => undefined);
    target.child.stdin?.write('end\n');
    expect(await target.exited()).toBe(0);
    expect(target.said).toEqual({ out: 'READY\n', err: '' });
  },
);
