import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Attachment } from '../../../electron/drivers/driver.js';
import { InsideCosts } from '../../../electron/samplers/inside-cost.js';

const telling = (time: () => unknown): Attachment => ({ ownTime: time }) as unknown as Attachment;
const silent = {} as Attachment;

describe('what we cost inside the targets', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
  afterEach(() => void vi.useRealTimers());

  it('is the share of the last second or more, of all that tell', () => {
    let [one, two] = [100, 7];
    const both = [telling(() => one), telling(() => two)];
    const costs = new InsideCosts();
    expect(costs.read(both)).toEqual({});
    vi.advanceTimersByTime(1000);
    // The first window has no reading before it: nothing is told rather than what was since the attach.
    expect(costs.read(both)).toEqual({});
    vi.advanceTimersByTime(2000);
    one += 10;
    two += 4;
    expect(costs.read(both).insideCpu).toBeCloseTo(0.7);
    vi.advanceTimersByTime(500);
    one += 100;
    expect(costs.read(both).insideCpu).toBeCloseTo(0.7);
  });

  it('counts those that cannot tell, and forgets what has gone', () => {
    const costs = new InsideCosts();
    const one = telling(() => 5);
    vi.advanceTimersByTime(1000);
    expect(costs.read([one, silent])).toEqual({ insideUntold: 1 });
    vi.advanceTimersByTime(1000);
    expect(costs.read([one, silent, silent])).toEqual({ insideCpu: 0, insideUntold: 2 });
    expect(costs.read([silent])).toEqual({ insideUntold: 1 });
  });

  it('takes nothing that is no time', () => {
    const costs = new InsideCosts();
    let time: unknown = 1;
    const one = telling(() => time);
    vi.advanceTimersByTime(1000);
    costs.read([one]);
    for (const wrong of ['7', Number.NaN, -1, Number.POSITIVE_INFINITY, undefined, {}]) {
      time = wrong;
      vi.advanceTimersByTime(1000);
      expect(costs.read([one])).toEqual({});
    }
    // One that goes back (the program was entered anew) is no gain of ours.
    time = 50;
    vi.advanceTimersByTime(1000);
    costs.read([one]);
    time = 3;
    vi.advanceTimersByTime(1000);
    expect(costs.read([one])).toEqual({ insideCpu: 0 });
  });
});
