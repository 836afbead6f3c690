import { expect, it } from 'vitest';
import { placeLanes } from '../../../renderer/canvas/timeline/lanes.js';
import { openAsFits } from '../../../renderer/views/timeline/open-as-fits.js';
import type { TimelineFeed } from '../../../renderer/views/timeline/timeline-feed.js';
import type { TargetInfo } from '../../../shared/model/session.js';

const feed = {
  names: () => new Set(['rss', 'heap.used', 'threads']),
  source: () => ({ aboveZero: true }),
  ticks: () => [],
} as unknown as TimelineFeed;
const targets = (count: number): readonly TargetInfo[] =>
  Array.from(
    { length: count },
    (_, id) => ({ id, pid: id, runtime: { kind: 'v8' } }) as unknown as TargetInfo,
  );
const open = (count: number, pointedAt: number | undefined, room: number, toggled = new Map()) =>
  openAsFits(feed, targets(count), toggled, pointedAt, room).flatMap((group) =>
    group.open ? [group.target] : [],
  );

it('opens every process where all have room, else the one that is pointed at', () => {
  expect(open(3, 1, 10_000)).toEqual([0, 1, 2]);
  expect(open(3, 1, 200)).toEqual([1]);
  expect(open(3, undefined, 200)).toEqual([0]);
  expect(open(1, undefined, 50)).toEqual([0]);
  expect(open(40, 7, 10_000)).toEqual([7]);
});

it('leaves what the user opened or closed as it is', () => {
  expect(
    open(
      3,
      1,
      200,
      new Map([
        [2, true],
        [1, false],
      ]),
    ),
  ).toEqual([2]);
});

it('makes lanes a little lower to have the other processes in sight, never much', () => {
  const groups = (room: number) => openAsFits(feed, targets(3), new Map(), 0, room);
  const whole = placeLanes(groups(1)).height;
  expect(placeLanes(groups(whole - 20)).height).toBeLessThanOrEqual(whole - 20);
  expect(placeLanes(groups(whole - 90)).height).toBe(whole);
});

it('gives the lanes of sizes what is left of a high window, within bounds', () => {
  const height = (room: number): number =>
    placeLanes(openAsFits(feed, targets(1), new Map(), 0, room)).height;
  const usual = height(1);
  expect(height(usual + 100)).toBeGreaterThan(usual + 90);
  expect(height(usual + 100)).toBeLessThanOrEqual(usual + 100);
  expect(height(10_000)).toBe(height(20_000));
});
