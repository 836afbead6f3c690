import type { Evidence, Points } from './evidence.js';

/** A collection from here to there of the time between the snapshots speaks of growth after it. */
const MIDDLE = [0.2, 0.8] as const;
/** So much of what would have come since then is not there: it had come before. */
const CAME_BEFORE = 0.85;
/** Garbage that lives through a collection is a share of what is made between two: growth must be more than that. */
const LEAST_OF_TOOTH = 0.4;
/** A reading after a collection is one of these, ms. */
const SOON = 400;

/**
 * Collections of the whole heap may be too few for a slope. What was left after each of those in the middle of the time between
 * two snapshots is then compared with what is left at the end: of growth that goes on, less would have been there.
 */
export function flatAfterCollections({ series, collections = [], heap }: Evidence, bytes: number): boolean {
  const used = series.get('heap.used');
  if (!used || !heap?.times) return false;
  const [begin, end] = heap.times;
  const claimed = Math.max(bytes, heap.reached.after - heap.reached.before);
  const last = lowest(used, end, Number.POSITIVE_INFINITY);
  const [low, high] = [lowest(used, begin, end), highest(used, begin, end)];
  if (last === undefined || low === undefined || high === undefined) return false;
  if (claimed < (high - low) * LEAST_OF_TOOTH) return false;
  const middle = collections.filter((at) => {
    const share = (at - begin) / (end - begin);
    return share >= MIDDLE[0] && share <= MIDDLE[1];
  });
  return (
    middle.length > 0 &&
    middle.every((at) => {
      const left = lowest(used, at, at + SOON);
      const toCome = claimed * ((end - at) / (end - begin));
      return left !== undefined && last - left <= toCome * (1 - CAME_BEFORE);
    })
  );
}

const lowest = (points: Points, from: number, to: number): number | undefined =>
  extreme(points, from, to, Math.min);
const highest = (points: Points, from: number, to: number): number | undefined =>
  extreme(points, from, to, Math.max);

function extreme(
  { time, value }: Points,
  from: number,
  to: number,
  rather: (a: number, b: number) => number,
): number | undefined {
  let found: number | undefined;
  for (let row = 0; row < time.length; row++)
    if (time[row] >= from && time[row] <= to && Number.isFinite(value[row]))
      found = found === undefined ? value[row] : rather(found, value[row]);
  return found;
}
