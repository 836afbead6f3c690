import { runOf, type Stretch } from './runs.js';

/** A straight line through points, and how sure it is. */
export interface RobustSlope {
  /** Value per unit of time. */
  readonly slope: number;
  /** Bounds of the slope at 95 % confidence. Equal to the slope where there are too few points to tell. */
  readonly low: number;
  readonly high: number;
  readonly points: number;
}

/** More points than this are thinned evenly: the pairs grow with the square. */
const MOST = 300;
/** Normal quantile of a two-sided 95 % interval. */
const Z = 1.96;

/**
 * The median of the slopes of all pairs of points, which a third of outliers cannot move, with the
 * interval of Kendall's tau. Theil 1950; Sen, "Estimates of the regression coefficient based on
 * Kendall's tau", 1968. NaN values are left out; undefined with fewer than three points in time.
 * Points within `without` are left out too, and so are the pairs across it: a step there is in no slope
 * (blocks as in Hirsch, Slack 1984).
 */
export function robustSlope(
  time: ArrayLike<number>,
  value: ArrayLike<number>,
  without: readonly Stretch[] = [],
): RobustSlope | undefined {
  const rows = thinned(time, value).filter((row) => runOf(time[row], without) >= 0);
  const runs = rows.map((row) => runOf(time[row], without));
  const slopes: number[] = [];
  const sizes = new Map<number, number>();
  for (let i = 0; i < rows.length; i++) {
    sizes.set(runs[i], (sizes.get(runs[i]) ?? 0) + 1);
    for (let j = i + 1; j < rows.length && runs[j] === runs[i]; j++) {
      const span = time[rows[j]] - time[rows[i]];
      if (span > 0) slopes.push((value[rows[j]] - value[rows[i]]) / span);
    }
  }
  const n = rows.length;
  if (n < 3 || slopes.length === 0) return undefined;
  const sorted = Float64Array.from(slopes).sort();
  const at = (rank: number): number => sorted[Math.min(sorted.length - 1, Math.max(0, Math.round(rank)))];
  // The ranks at which Kendall's statistic leaves its 95 %.
  const variance = [...sizes.values()].reduce((sum, of) => sum + (of * (of - 1) * (2 * of + 5)) / 18, 0);
  const half = (Z * Math.sqrt(variance)) / 2;
  const middle = (sorted.length - 1) / 2;
  const slope = (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2;
  return {
    slope,
    low: Math.min(slope, at(middle - half)),
    high: Math.max(slope, at(middle + half)),
    points: n,
  };
}

function thinned(time: ArrayLike<number>, value: ArrayLike<number>): readonly number[] {
  const rows: number[] = [];
  for (let row = 0; row < time.length; row++)
    if (Number.isFinite(value[row]) && Number.isFinite(time[row])) rows.push(row);
  if (rows.length <= MOST) return rows;
  return Array.from({ length: MOST }, (_, i) => rows[Math.floor((i * (rows.length - 1)) / (MOST - 1))]);
}
