import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { robustSlope } from '../../../shared/base/robust-slope.js';

const line = (n: number, of: (i: number) => number) =>
  robustSlope(
    Float64Array.from({ length: n }, (_, i) => i),
    Float64Array.from({ length: n }, (_, i) => of(i)),
  );

describe('the robust slope', () => {
  it('of a line is exact and certain', () => {
    expect(line(50, (i) => 3 * i + 7)).toEqual({ slope: 3, low: 3, high: 3, points: 50 });
  });

  it('is not moved by outliers and gaps', () => {
    const found = line(60, (i) => (i % 7 === 0 ? 1e6 : i % 11 === 0 ? Number.NaN : 2 * i));
    expect(found?.slope).toBeCloseTo(2, 0);
  });

  it('of a saw-tooth is not certain to differ from zero', () => {
    const found = line(100, (i) => i % 10);
    expect(found?.low).toBeLessThanOrEqual(0);
    expect(found?.high).toBeGreaterThanOrEqual(0);
  });

  it('says nothing of fewer than three points', () => {
    expect(line(2, (i) => i)).toBeUndefined();
    expect(robustSlope([1, 1, 1], [1, 2, 3])).toBeUndefined();
  });

  it('lies within its bounds, and turning the values turns it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 3, maxLength: 400 }),
        (values) => {
          const found = line(values.length, (i) => values[i]);
          const turned = line(values.length, (i) => -values[i]);
          expect(found && found.low <= found.slope && found.slope <= found.high).toBe(true);
          expect(turned?.slope).toBeCloseTo(-(found?.slope ?? 0), 9);
        },
      ),
    );
  });
});
