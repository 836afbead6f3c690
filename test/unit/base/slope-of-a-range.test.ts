import { describe, expect, it } from 'vitest';
import { robustSlope } from '../../../shared/base/robust-slope.js';

const time = Float64Array.from({ length: 400 }, (_, at) => at * 100);

describe('the slope of a range', () => {
  it('is that of the line, whatever a few spikes do', () => {
    const value = time.map((at, index) => at * 3 + (index % 40 === 0 ? 1e9 : 0));
    const trend = robustSlope(time, value);
    expect(trend?.slope).toBeCloseTo(3, 1);
  });

  it('is zero for a saw-tooth, and its interval holds zero', () => {
    const value = time.map((_, index) => (index % 25) * 1000);
    const trend = robustSlope(time, value);
    expect(Math.abs(trend?.slope ?? 1)).toBeLessThanOrEqual((trend?.high ?? 0) - (trend?.low ?? 0));
  });

  it('is not said of too few points', () => {
    expect(robustSlope([0, 1], [1, 2])).toBeUndefined();
  });

  it('leaves out a stretch, and the step across it', () => {
    const value = time.map((at, index) => at * 2 + (index >= 200 ? 1e6 : 0));
    const trend = robustSlope(time, value, [{ from: 19_000, to: 20_500 }]);
    expect(trend?.slope).toBeCloseTo(2, 6);
    expect((trend?.high ?? 0) - (trend?.low ?? 0)).toBeLessThan(1e-6);
  });
});
