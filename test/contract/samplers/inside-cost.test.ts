import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { pythonDriver } from '../../../electron/drivers/python/python-driver.js';
import { endAllTargets, startNodeTarget } from '../../helpers/node-targets.js';
import { endTargets, startTarget } from '../../helpers/process-targets.js';
import { pythonInterpreters } from '../../helpers/python-interpreters.js';
import { agentFolder } from '../../helpers/python-targets.js';
import { type RecorderUnderTest, recorderUnderTest, until } from '../../helpers/recorder-under-test.js';
import { scratchFolder } from '../../helpers/session-file.js';
import { describeWhere } from '../../helpers/where.js';

const [python] = pythonInterpreters();

let parts: RecorderUnderTest;
beforeAll(async () => {
  parts = await recorderUnderTest([pythonDriver({ agentFolder })]);
});
afterAll(() => parts.dispose());
afterEach(async () => {
  await endAllTargets();
  await endTargets();
});

describe('what we cost inside a target', () => {
  const told = async (pid: number): Promise<number> => {
    const path = join(scratchFolder(onTestFinished), 'r.leakscope');
    const recording = await parts.start({ path, pids: [pid] });
    await recording.settled();
    await until(recording, () => recording.overhead().insideCpu !== undefined);
    const { insideCpu = Number.NaN, insideUntold } = recording.overhead();
    expect(insideUntold).toBeUndefined();
    await recording.stop();
    return insideCpu;
  };

  test('is told by a Node program', async () => {
    const { pid } = await startNodeTarget('holder.mjs', { args: ['5000'] });
    const share = await told(pid);
    expect(share).toBeGreaterThan(0);
    expect(share).toBeLessThan(100);
  });

  describeWhere(python, 'no CPython on PATH or under pyenv')('and Python', () => {
    test('by the clock of our thread', async () => {
      const program = 'import time; print("ready", flush=True); time.sleep(300)';
      const target = startTarget(python?.executable ?? '', ['-c', program]);
      await target.line();
      const share = await told(target.pid);
      expect(share).toBeGreaterThan(0);
      expect(share).toBeLessThan(100);
    });
  });

  test('a program without a runtime has nothing of ours in it', async () => {
    const path = join(scratchFolder(onTestFinished), 'r.leakscope');
    const recording = await parts.start({ path, pids: [startTarget('sleep', ['60']).pid] });
    await recording.settled();
    expect(recording.overhead()).not.toHaveProperty('insideCpu');
  });
});
