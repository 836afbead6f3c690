import { existsSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { type EntryReport, enterPython, pythonBuild } from '../../electron/drivers/python/entry/enter.js';
import { hasGdb } from '../helpers/has-gdb.js';
import { onePythonPerMinor, type PythonInterpreter } from '../helpers/python-interpreters.js';
import { type PythonTarget, startPython } from '../helpers/python-target.js';

const pythons = onePythonPerMinor();
if (pythons.length === 0) console.log('python entry: skipped, no CPython 3.8 or later is installed');
if (!hasGdb) console.log('python entry: sleeping targets before 3.14 skipped, gdb is not installed');

const targets: PythonTarget[] = [];
afterEach(async () => {
  for (const target of targets.splice(0)) await target.stop();
});

async function start(python: PythonInterpreter, program: string): Promise<PythonTarget> {
  const target = await startPython(python, program);
  targets.push(target);
  return target;
}

function enter(target: PythonTarget, { timeout = 10_000, lines = '' } = {}): Promise<EntryReport> {
  return enterPython({
    pid: target.pid,
    startTime: target.startTime,
    ...target.script(lines),
    signal: new AbortController().signal,
    timeout,
  });
}

/** Says at the end what an entry could have left behind. */
const COUNTS_ITSELF = `
import os, select, sys, threading, time
print("READY")
total = 0
while not select.select([sys.stdin], [], [], 0.003)[0]:
    total += sum({i: str(i) for i in range(50)}.keys())
print(sorted(sys.modules))
print(sorted(vars()), len(sys.path), sys.gettrace(), sys.getprofile())
print(threading.active_count(), len(os.listdir("/proc/self/task")), sorted(os.listdir("/proc/self/fd")))
print(sorted(name for name in vars(sys) if name not in ("last_type", "last_value", "last_traceback")))
`;

const FOUR_BUSY_THREADS = `
import json, threading
def work():
    while True: json.loads(json.dumps([bytearray(70000).hex()[:100], {str(i): [i] for i in range(50)}]))
for _ in range(3): threading.Thread(target=work, daemon=True).start()
print("READY")
work()
`;

const SLEEPS = 'import time\nprint("READY")\ntime.sleep(3600)\n';
const WAITS_IN_EPOLL = 'import select\npoll = select.epoll()\nprint("READY")\npoll.poll(3600)\n';
const WAITS_FOR_ITS_THREADS = `
import threading, time
def work():
    while True: time.sleep(0.01)
thread = threading.Thread(target=work, daemon=True)
thread.start()
print("READY")
thread.join()
`;
/** `PyDLL` keeps the interpreter's lock during the call. */
const LONG_C_CALL = (seconds: number): string => `
import ctypes, sys, time
c = ctypes.PyDLL(None)
print("READY")
c.usleep(${seconds * 1e6})
while sys.stdin.readline() != "end\\n": pass
time.sleep(0.05)
print("ended")
`;

import { testWhere } from '../helpers/where.js';

describe.each(pythons.map((python) => [python.label, python] as const))(
  'entering CPython %s',
  (_, python) => {
    it('tells the build from outside', async () => {
      const target = await asleep(await start(python, SLEEPS));
      const build = await pythonBuild(target.pid);
      expect(build).toMatchObject({
        version: python.version,
        minor: python.minor,
        freeThreaded: python.freeThreaded,
      });
    });

    it('runs the script once and leaves nothing: the program says what its untouched twin says', async () => {
      const [entered, twin] = [await start(python, COUNTS_ITSELF), await start(python, COUNTS_ITSELF)];
      const report = await enter(entered);
      expect(report.method).toBe(python.minor >= 14 ? 'debug-offsets' : 'pending-call');
      for (const each of [entered, twin]) each.child.stdin?.write('end\n');
      expect([await entered.exited(), entered.said, entered.runs()]).toEqual([
        await twin.exited(),
        twin.said,
        1,
      ]);
    });

    it('enters four busy threads, again and again', async () => {
      const target = await start(python, FOUR_BUSY_THREADS);
      for (let round = 1; round <= 5; round++) {
        await enter(target);
        expect(target.runs()).toBe(round);
      }
      expect(target.said.err).toBe('');
    });

    testWhere(hasGdb, 'gdb is not installed')(
      'wakes a program that sleeps for an hour, which then sleeps on',
      async () => {
        const target = await asleep(await start(python, SLEEPS));
        expect(await enter(target)).toMatchObject({ method: 'gdb', nudged: true });
        await asleep(target);
        expect([target.runs(), target.said.err]).toEqual([1, '']);
      },
    );

    testWhere(hasGdb || python.minor >= 14, 'gdb is not installed')(
      'enters a program that waits in epoll',
      async () => {
        const target = await asleep(await start(python, WAITS_IN_EPOLL));
        const { method } = await enter(target);
        expect(method).toBe(python.minor >= 14 ? 'debug-offsets' : 'gdb');
        expect([target.runs(), target.said.err]).toEqual([1, '']);
      },
    );

    testWhere(hasGdb || python.minor >= 12, 'gdb is not installed')(
      'enters past a main thread that waits for its threads',
      async () => {
        const target = await asleep(await start(python, WAITS_FOR_ITS_THREADS));
        const { method } = await enter(target);
        if (python.minor >= 12) expect(method).not.toBe('gdb');
        expect([target.runs(), target.said.err]).toEqual([1, '']);
      },
    );

    it('waits for the end of a long call in C', async () => {
      const target = await asleep(await start(python, LONG_C_CALL(0.8)));
      await enter(target);
      target.child.stdin?.write('end\n');
      expect([await target.exited(), target.runs(), target.said.err]).toEqual([0, 1, '']);
    });

    it('gives up in time on a longer one, and the script does not run afterwards', async () => {
      const target = await asleep(await start(python, LONG_C_CALL(2)));
      await expect(enter(target, { timeout: 400 })).rejects.toMatchObject({
        code: 'python-not-responding',
        message: expect.stringContaining(`CPython ${python.version}`),
      });
      target.child.stdin?.write('end\n');
      expect([await target.exited(), target.runs(), target.said]).toEqual([
        0,
        0,
        { out: 'READY\nended\n', err: '' },
      ]);
    });

    testWhere(python.minor >= 14, 'only 3.14 and later keep what was armed')(
      'takes the place of an entry that was never called off',
      async () => {
        const target = await asleep(await start(python, LONG_C_CALL(0.8)));
        const { pid, startTime } = target;
        const stop = new AbortController();
        const dead = enterPython({
          ...{ pid, startTime, timeout: 30_000, signal: stop.signal, entered: new Promise<void>(() => {}) },
          script: '/tmp/leakscope-1-abcdef/a.py',
        });
        dead.catch(() => undefined);
        await enter(target);
        stop.abort(new Error('over'));
        await expect(dead).rejects.toThrow('over');
        target.child.stdin?.write('end\n');
        expect([await target.exited(), target.runs(), target.said.err]).toEqual([0, 1, '']);
      },
    );

    it('leaves a program alone that ends meanwhile', async () => {
      for (let round = 0; round < 4; round++) {
        const target = await start(python, 'import time\nprint("READY")\ntime.sleep(0.002)\nprint("done")\n');
        await enter(target, { timeout: 2_000 }).catch((error) =>
          expect(['no-such-process', 'zombie', 'python-ending']).toContain(error.code),
        );
        expect([await target.exited(), target.said]).toEqual([0, { out: 'READY\ndone\n', err: '' }]);
      }
    });

    it('writes nothing to another process that got the PID', async () => {
      const target = await start(python, COUNTS_ITSELF);
      const other = { ...target, startTime: target.startTime + 1 };
      await expect(enter(other)).rejects.toMatchObject({ code: 'no-such-process' });
      target.child.stdin?.write('end\n');
      expect([await target.exited(), target.runs()]).toEqual([0, 0]);
    });
  },
);

/** clock_nanosleep, nanosleep, select, pselect, epoll_wait, epoll_pwait and futex, of x86-64 and aarch64. */
const SLEEPING = /^(230|115|35|101|23|270|72|232|281|22|202|98) /;

async function asleep(target: PythonTarget): Promise<PythonTarget> {
  await expect.poll(() => callOf(target.pid), { timeout: 5_000 }).toMatch(SLEEPING);
  return target;
}

function callOf(pid: number): string {
  const file = `/proc/${pid}/syscall`;
  return existsSync(file) ? readFileSync(file, 'latin1') : '';
}
