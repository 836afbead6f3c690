import { describe, expect, it } from 'vitest';
import { containerOf } from '../../../shared/findings/container-of.js';
import type { Evidence, Points } from '../../../shared/findings/evidence.js';
import { floorGrowth } from '../../../shared/findings/floor-growth.js';
import { judge } from '../../../shared/findings/judge.js';

const points = (value: (second: number) => number): Points => {
  const time = Array.from({ length: 200 }, (_, at) => at * 100);
  return { time, value: time.map((ms) => value(ms / 1000)) };
};
const evidence = (series: Record<string, Points>): Evidence => ({
  target: 1,
  from: 0,
  to: 20_000,
  series: new Map(Object.entries(series)),
});
const step = (edge: string, name: string, edgeType = 'property') => ({ edge, edgeType, name });

describe('the floor of a series', () => {
  it('rises under a saw-tooth that comes back less each time', () => {
    const growth = floorGrowth(points((s) => 1e6 + s * 5000 + (s % 1) * 1e6));
    expect(growth?.sure).toBe(true);
    expect(growth?.slope).toBeCloseTo(5000, -3);
  });
  it('does not rise under a saw-tooth that comes back whole, nor on a plateau', () => {
    expect(floorGrowth(points((s) => 1e6 + (s % 1) * 1e6))?.sure).toBe(false);
    expect(floorGrowth(points((s) => Math.min(s, 4) * 1e6))?.sure).toBe(false);
  });
  it('is not judged on too few readings', () => {
    expect(floorGrowth({ time: [0, 100], value: [1, 2] })).toBeUndefined();
  });
});

describe('the rules', () => {
  it('find threads that only become more', () => {
    const [first] = judge(evidence({ threads: points((s) => 3 + Math.floor(s * 4)) }));
    expect(first).toMatchObject({ rule: 'thread-growth', confidence: 'likely' });
  });
  it('find nothing in a pool that fills and stays', () => {
    expect(judge(evidence({ threads: points((s) => 3 + Math.min(16, Math.floor(s * 8))) }))).toEqual([]);
  });
});

describe('the container of a path', () => {
  it('is named as one would write it', () => {
    const found = containerOf([
      step('', '(modules)'),
      step('.__main__', 'module __main__'),
      step('.__dict__', 'dict'),
      step('.R', '__main__.Recorder'),
      step('.buffer', 'dict'),
      step('.tasks', 'list'),
      step('[2927]', 'dict'),
    ]);
    expect(found).toMatchObject({ path: 'R.buffer.tasks', name: 'tasks' });
  });
  it('is never the namespace of a module', () => {
    expect(
      containerOf([step('', '(modules)'), step('.__dict__', 'dict'), step('.x', 'Thing')]),
    ).toBeUndefined();
  });
});
