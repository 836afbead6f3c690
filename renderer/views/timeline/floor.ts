import { robustSlope } from '../../../shared/base/robust-slope.js';
import type { MinMaxLevels } from '../../canvas/timeline/min-max-levels.js';

/** What garbage collections left of a heap, over a range. Bytes, and bytes a second. */
export interface Floor {
  readonly level: number;
  readonly rate: number;
  /** The 95 % interval of the rate holds 0. */
  readonly flat: boolean;
}

/** Lows are taken in so many equal spans: enough for an interval, long enough for a collection in each. */
const SPANS = 16;
const FEWEST = 8;
/** Below this much a second nobody calls it growth. */
const LEAST_RATE = 1000;

/** The lowest reading of equal spans of the range; undefined with too few of them. */
export function floorOf(levels: MinMaxLevels, from: number, to: number): Floor | undefined {
  const begin = levels.indexOf(from);
  const end = Math.min(levels.length, levels.indexOf(to));
  if (end - begin < SPANS) return undefined;
  const first = levels.time[begin];
  const span = (levels.time[end - 1] - first) / SPANS;
  if (!(span > 0)) return undefined;
  const lows = new Float64Array(SPANS).fill(Number.POSITIVE_INFINITY);
  const middles = Float64Array.from({ length: SPANS }, (_, at) => first + (at + 0.5) * span);
  for (let row = begin; row < end; row++) {
    const at = Math.min(SPANS - 1, Math.floor((levels.time[row] - first) / span));
    if (levels.min[row] < lows[at]) lows[at] = levels.min[row];
  }
  const known = lows.map((low) => (Number.isFinite(low) ? low : Number.NaN));
  const line = robustSlope(middles, known);
  const level = known.findLast(Number.isFinite);
  if (!line || line.points < FEWEST || level === undefined) return undefined;
  const rate = line.slope * 1000;
  return { level, rate, flat: !(line.low > 0 || line.high < 0) || Math.abs(rate) < LEAST_RATE };
}
