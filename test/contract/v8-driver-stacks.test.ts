import { afterEach, describe, expect, test } from 'vitest';
import { mostSeen } from '../../electron/drivers/v8/sampled-stack.js';
import { v8Driver } from '../../electron/drivers/v8/v8-driver.js';
import { isolatesOf } from '../helpers/isolates-of.js';
import { endAllTargets, startNodeTarget } from '../helpers/node-targets.js';

afterEach(endAllTargets);

const signal = (): AbortSignal => AbortSignal.timeout(30_000);

describe('where a Node program is', () => {
  test('is sampled while it works, innermost line and all', async () => {
    const target = await startNodeTarget('busy-in-bursts.mjs');
    const attachment = await v8Driver().attach(target.process, signal());
    const { threads } = (await attachment.threads?.({}, signal())) ?? { threads: [] };
    // Twice: nothing is left of the first.
    const again = (await attachment.threads?.({}, signal()))?.threads ?? [];
    await attachment.detach();
    for (const [main] of [threads, again]) {
      expect(main).toMatchObject({ id: target.pid, name: 'main', daemon: false });
      const names = main?.frames.map((frame) => frame.function) ?? [];
      expect(names).toContain('work');
      const work = main?.frames.find((frame) => frame.function === 'work');
      expect(work?.file).toMatch(/busy-in-bursts\.mjs$/);
      expect(names.some((name) => name.startsWith('('))).toBe(false);
    }
    expect(target.output()).toBe('ready\n');
    expect(target.errors()).not.toMatch(/rofil/);
  });

  test('has no frames where it only waits, nor in its workers', async () => {
    const target = await startNodeTarget('workers.mjs');
    const attachment = await v8Driver().attach(target.process, signal());
    const isolates = isolatesOf(attachment);
    const all = [attachment, await isolates.next(), await isolates.next()];
    const told = await Promise.all(all.map(async (one) => (await one.threads?.({}, signal()))?.threads[0]));
    await attachment.detach();
    expect(told).toHaveLength(3);
    for (const thread of told) expect(thread).toMatchObject({ waitsFor: 'events of its loop', frames: [] });
  });
});

test('the stack that most samples have is taken, whatever tree they make', () => {
  const call = (
    id: number,
    functionName: string,
    hitCount: number,
    children: number[],
    url = 'file:///a.js',
  ) => ({
    ...{ id, hitCount, children },
    callFrame: { functionName, url, lineNumber: id },
  });
  const frames = mostSeen({
    nodes: [
      call(1, '(root)', 0, [2, 3, 6], ''),
      call(2, '(idle)', 40, [], ''),
      call(3, 'outer', 1, [4, 5]),
      {
        ...call(4, 'inner', 9, []),
        positionTicks: [
          { line: 30, ticks: 2 },
          { line: 31, ticks: 7 },
        ],
      },
      call(5, '(garbage collector)', 3, [], ''),
      call(6, 'ours', 20, [], 'leakscope:inside'),
    ],
  });
  expect(frames.map((frame) => [frame.function, frame.file, frame.line])).toEqual([
    ['outer', '/a.js', 4],
    ['inner', '/a.js', 31],
  ]);
  // A tree that goes round in a circle ends.
  expect(mostSeen({ nodes: [call(1, 'a', 1, [2]), call(2, 'b', 0, [1])] }).length).toBeLessThanOrEqual(2);
});

test('of Node’s own code below nobody’s is told what it does much of the time, not a moment', () => {
  const nodes = (hitCount: number) => [
    { id: 1, hitCount: 0, children: [2, 3], callFrame: { functionName: '(root)', url: '', lineNumber: 0 } },
    { id: 2, hitCount: 40, children: [], callFrame: { functionName: '(idle)', url: '', lineNumber: 0 } },
    { id: 3, hitCount, children: [], callFrame: { functionName: 'onread', url: 'node:net', lineNumber: 9 } },
  ];
  expect(mostSeen({ nodes: nodes(2) })).toEqual([]);
  expect(mostSeen({ nodes: nodes(20) })).toMatchObject([{ function: 'onread' }]);
});
