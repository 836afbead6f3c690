import { expect, test } from 'vitest';
import { nextReading } from '../../../electron/recorder/next-reading.js';

test('a short program is read often, a long one seldom, a slow one seldom too', () => {
  const times: number[] = [];
  for (let at = nextReading(0, 0); at < 60_000; at += nextReading(at, 0)) times.push(at);
  expect(times.slice(0, 6)).toEqual([1000, 2000, 3000, 4500, 6750, 10_125]);
  expect(nextReading(30_000, 0)).toBe(10_000);
  expect(nextReading(24 * 3_600_000, 0)).toBe(1_440_000);
  expect(nextReading(0, 500)).toBe(10_000);
  expect(nextReading(60_000, 5000)).toBe(100_000);
});

test('a day has some hundreds of readings', () => {
  let count = 0;
  for (let at = 0; at < 24 * 3_600_000; count++) at += nextReading(at, 20);
  expect(count).toBeGreaterThan(300);
  expect(count).toBeLessThan(400);
});
