import { runOf, type Stretch } from './runs.js';

/** A trend that outliers do not move: median of the slopes of all pairs (Theil 1950, Sen 1968). */
export interface Slope {
  /** Per millisecond. */
  readonly slope: number;
  /** Half the width of its 95 % interval, per millisecond. */
  readonly error: number;
}

const MOST_POINTS = 160;
const Z95 = 1.96;

/**
 * Undefined below 8 points. Longer columns are thinned evenly: the pairs grow with the square. Samples within
 * `without` are left out, and so are the pairs across it: a step there is in no slope (blocks as in Hirsch,
 * Slack 1984).
 */
export function robustSlope(
  time: ArrayLike<number>,
  value: ArrayLike<number>,
  without: readonly Stretch[] = [],
): Slope | undefined {
  const points: { readonly at: number; readonly value: number; readonly run: number }[] = [];
  const step = Math.max(1, time.length / MOST_POINTS);
  for (let row = 0; row < time.length; row += step) {
    const index = Math.floor(row);
    const run = runOf(time[index], without);
    if (!Number.isNaN(value[index]) && run >= 0) points.push({ at: time[index], value: value[index], run });
  }
  if (points.length < 8) return undefined;
  const slopes: number[] = [];
  const sizes = new Map<number, number>();
  points.forEach((point, i) => {
    sizes.set(point.run, (sizes.get(point.run) ?? 0) + 1);
    for (let j = i + 1; j < points.length && points[j].run === point.run; j++) {
      const dt = points[j].at - point.at;
      if (dt > 0) slopes.push((points[j].value - point.value) / dt);
    }
  });
  if (slopes.length === 0) return undefined;
  const sorted = Float64Array.from(slopes).sort();
  // Sen's interval: the ranks at which Kendall's statistic leaves its 95 %.
  const variance = [...sizes.values()].reduce((sum, n) => sum + (n * (n - 1) * (2 * n + 5)) / 18, 0);
  const spread = (Z95 * Math.sqrt(variance)) / 2;
  const middle = (sorted.length - 1) / 2;
  const rank = (offset: number): number =>
    sorted[Math.min(sorted.length - 1, Math.max(0, Math.round(middle + offset)))];
  return { slope: rank(0), error: (rank(spread) - rank(-spread)) / 2 };
}
