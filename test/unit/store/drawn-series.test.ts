import { describe, expect, test } from 'vitest';
import { drawnSeries } from '../../../electron/store/drawn-series.js';

const every = (step: number, count: number): number[] => Array.from({ length: count }, (_, i) => i * step);
const range = { from: 0, to: 1e9 };

describe('a series as it is drawn', () => {
  test('what is read rarely has no gaps', () => {
    const time = every(100, 100);
    const values = time.map((at) => (at % 1000 === 0 ? at : Number.NaN));
    const drawn = drawnSeries('pss', { time, min: values, max: values }, range, 1000);
    expect([...drawn.min]).toEqual(every(1000, 10));
  });

  test('where values stay away there is one NaN', () => {
    const time = every(100, 100);
    const values = time.map((at) => (at >= 3000 && at < 6000 ? Number.NaN : 1));
    const drawn = drawnSeries('rss', { time, min: values, max: values }, range, 1000);
    expect([...drawn.min].filter(Number.isNaN)).toHaveLength(1);
    const at = drawn.time[[...drawn.min].findIndex(Number.isNaN)];
    expect(at).toBeGreaterThan(2900);
    expect(at).toBeLessThan(6000);
  });

  test('more than the points asked for are folded, with every peak and gap kept', () => {
    const time = every(100, 10_000).filter((at) => at < 300_000 || at > 500_000);
    const values = time.map((at) => (at === 123_400 ? 999 : at === 800_000 ? -5 : 10));
    const drawn = drawnSeries('rss', { time, min: values, max: values }, range, 50);
    expect(drawn.time.length).toBeLessThanOrEqual(50);
    expect(drawn.time.length).toBeGreaterThan(30);
    expect(Math.max(...[...drawn.max].filter((n) => !Number.isNaN(n)))).toBe(999);
    expect(Math.min(...[...drawn.min].filter((n) => !Number.isNaN(n)))).toBe(-5);
    expect([...drawn.min].filter(Number.isNaN)).toHaveLength(1);
    expect([...drawn.time]).toEqual([...drawn.time].sort((a, b) => a - b));
  });

  test('a recorder that was late, and a rate that changed, leave no gap', () => {
    const late = every(100, 200).filter((at) => !(at > 5000 && at < 5900));
    const slower = [...every(100, 100), ...every(2000, 30).map((at) => at + 12_000)];
    for (const time of [late, slower]) {
      const values = time.map(() => 1);
      expect([...drawnSeries('rss', { time, min: values, max: values }, range, 1000).min]).toEqual(values);
    }
  });

  test('nothing stays nothing', () => {
    expect(drawnSeries('rss', { time: [], min: [], max: [] }, range, 10).time).toHaveLength(0);
    const missing = { time: [1, 2], min: [Number.NaN, Number.NaN], max: [Number.NaN, Number.NaN] };
    expect(drawnSeries('rss', missing, range, 10).time).toHaveLength(0);
    const one = { time: [1, 1, 1], min: [4, 5, 6], max: [4, 5, 6] };
    expect([...drawnSeries('rss', one, range, 1).max]).toEqual([6]);
  });
});
