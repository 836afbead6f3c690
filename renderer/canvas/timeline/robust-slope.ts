/** A trend that outliers do not move: median of the slopes of all pairs (Theil 1950, Sen 1968). */
export interface Slope {
  /** Per millisecond. */
  readonly slope: number;
  /** Half the width of its 95 % interval, per millisecond. */
  readonly error: number;
}

const MOST_POINTS = 160;
const Z95 = 1.96;

/** Undefined below 8 points. Longer columns are thinned evenly: the pairs grow with the square. */
export function robustSlope(time: ArrayLike<number>, value: ArrayLike<number>): Slope | undefined {
  const points: [number, number][] = [];
  const step = Math.max(1, time.length / MOST_POINTS);
  for (let at = 0; at < time.length; at += step) {
    const index = Math.floor(at);
    if (!Number.isNaN(value[index])) points.push([time[index], value[index]]);
  }
  const n = points.length;
  if (n < 8) return undefined;
  const slopes: number[] = [];
  for (let i = 0; i < n; i++)
    for (let j = i + 1; j < n; j++) {
      const dt = points[j][0] - points[i][0];
      if (dt > 0) slopes.push((points[j][1] - points[i][1]) / dt);
    }
  if (slopes.length === 0) return undefined;
  const sorted = Float64Array.from(slopes).sort();
  // Sen's interval: the ranks at which Kendall's statistic leaves its 95 %.
  const spread = (Z95 * Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18)) / 2;
  const middle = (sorted.length - 1) / 2;
  const rank = (offset: number): number =>
    sorted[Math.min(sorted.length - 1, Math.max(0, Math.round(middle + offset)))];
  return { slope: rank(0), error: (rank(spread) - rank(-spread)) / 2 };
}
