/**
 * How long, in ms, until allocations are read again. `elapsed` since they are tracked, `took` the last reading: often at
 * first, as a program may be short; every ten seconds then; after ten minutes a sixtieth of the time so far, so that a day
 * has some 350. One that took long is not made again before twenty times its length.
 */
export function nextReading(elapsed: number, took: number): number {
  const usual = Math.min(USUAL, Math.max(FIRST, elapsed / 2));
  return Math.max(usual, elapsed / SPARSER, took * SLOWER);
}

const FIRST = 1000;
const USUAL = 10_000;
const SPARSER = 60;
const SLOWER = 20;
