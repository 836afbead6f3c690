import { describe, expect, it } from 'vitest';
import { waterfallOf } from '../../../renderer/views/overview/waterfall.js';

const part = (start: number, end: number) => ({ start, end });

describe('waterfallOf', () => {
  it('goes from one sum to the other, each step where the last ended', () => {
    const { steps } = waterfallOf([part(50, 80), part(40, 30), part(10, 10)], 100);
    expect(steps).toEqual([
      { from: 100, to: 130 },
      { from: 130, to: 120 },
      { from: 120, to: 120 },
    ]);
  });

  it('begins at 0 where much of the whole moved, and above it where little did', () => {
    expect(waterfallOf([part(0, 100)], 20).low).toBe(0);
    const { low, high } = waterfallOf([part(400, 410)], 500);
    expect(low).toBeGreaterThan(450);
    expect(low).toBeLessThan(500);
    expect(high).toBe(510);
  });

  it('has room also where nothing moved or nothing is there', () => {
    for (const made of [waterfallOf([part(5, 5)], 5), waterfallOf([], 0)])
      expect(made.high).toBeGreaterThan(made.low);
  });
});
