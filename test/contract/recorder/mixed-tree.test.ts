import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { pythonDriver } from '../../../electron/drivers/python/python-driver.js';
import { openSession } from '../../../electron/store/open-session.js';
import { endTargets, startTarget } from '../../helpers/process-targets.js';
import { pythonInterpreters } from '../../helpers/python-interpreters.js';
import { agentFolder } from '../../helpers/python-targets.js';
import { type RecorderUnderTest, recorderUnderTest, until } from '../../helpers/recorder-under-test.js';
import { scratchFolder } from '../../helpers/session-file.js';
import { describeWhere } from '../../helpers/where.js';

const [python] = pythonInterpreters();

/** Told to, it starts a Node program and children of its own, by each way; all end with their input or their parent. */
const PARENT = `
import multiprocessing, subprocess, sys, time
def wait(there):
    there.set()
    while multiprocessing.parent_process().is_alive():
        time.sleep(0.05)
if __name__ == "__main__":
    print("ready", flush=True)
    sys.stdin.readline()
    pids = []
    for way in ("fork", "spawn", "forkserver"):
        context = multiprocessing.get_context(way)
        there = context.Event()
        child = context.Process(target=wait, args=(there,), daemon=True)
        child.start()
        there.wait()
        pids.append(child.pid)
    node = subprocess.Popen([${JSON.stringify(process.execPath)}, "-e", "process.stdin.resume()"], stdin=subprocess.PIPE)
    print(*pids, node.pid, flush=True)
    sys.stdin.readline()
    node.stdin.close()
    node.wait()
`;

let parts: RecorderUnderTest;
beforeAll(async () => {
  parts = await recorderUnderTest([pythonDriver({ agentFolder })]);
});
afterAll(() => parts.dispose());
afterEach(endTargets);

describeWhere(python, 'no CPython on PATH or under pyenv')('a tree of Python and Node', () => {
  describe('whose children come while it is recorded', () => {
    test('is entered by fork, spawn, forkserver and Node', async () => {
      const folder = scratchFolder(onTestFinished);
      const program = join(folder, 'parent.py');
      writeFileSync(program, PARENT);
      const root = startTarget(python?.executable ?? '', [program]);
      await root.line();
      const path = join(folder, 'r.leakscope');
      const recording = await parts.start({ path, pids: [root.pid], tree: true });
      await recording.settled();
      root.say('go');
      const children = (await root.line()).split(' ').map(Number);
      const inside = (pid: number): boolean =>
        recording.attachments().some((one) => one.pid === pid && one.canSnapshot);
      await until(recording, () => children.every(inside));
      const reader = openSession(path);
      onTestFinished(() => reader.close());
      const kindOf = (pid: number) => reader.info().targets.find((one) => one.pid === pid)?.runtime.kind;
      expect(children.map(kindOf)).toEqual(['cpython', 'cpython', 'cpython', 'v8']);
      await recording.stop();
      expect(recording.attachments().filter(({ phase }) => phase === 'lost')).toEqual([]);
      root.say('end');
    });
  });
});
