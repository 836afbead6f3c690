import { describe, expect, it } from 'vitest';
import { betweenSigns, growthBetween } from '../../../shared/findings/steady-growth.js';

const held = (...entries: readonly number[]) =>
  entries.map((count, row) => ({ at: row * 10_000, entries: count }));

describe('what a collection held in several snapshots', () => {
  it('is steady growth where each has more', () => {
    expect(growthBetween(held(0, 100, 190, 300))).toBe('steady');
    expect(betweenSigns(held(0, 100, 200))[0].text).toMatch(/In 3 snapshots .*100 at 10.*more each time/);
  });
  it('is a step where nearly all of it came between two of them', () => {
    expect(growthBetween(held(0, 2, 290, 330))).toBe('step');
  });
  it('has ended where the last two have as many', () => {
    expect(growthBetween(held(0, 200, 300, 300))).toBe('ended');
  });
  it('says nothing of two snapshots, nor of such that were taken at once', () => {
    expect(growthBetween(held(0, 100))).toBeUndefined();
    const near = [
      { at: 0, entries: 0 },
      { at: 100, entries: 1 },
      { at: 60_000, entries: 100 },
    ];
    expect(growthBetween(near)).toBeUndefined();
  });
});
