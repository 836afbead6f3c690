import type { MinMaxLevels } from './min-max-levels.js';

/** One series as a picture needs it: a minimum and a maximum a pixel. NaN where there is nothing. */
export interface PixelColumns {
  readonly min: Float64Array;
  readonly max: Float64Array;
}

export function pixelColumns(width: number): PixelColumns {
  return { min: new Float64Array(width), max: new Float64Array(width) };
}

/**
 * Samples `levels` from time `from` to `to` into the columns. Takes the highest level that still has two buckets
 * a pixel. Between two samples further apart than a pixel the columns go straight, or stay (`steps`);
 * across a NaN nothing is drawn, but where the series `holds`: one that is read more rarely than its neighbours.
 */
export function fillColumns(
  levels: MinMaxLevels,
  from: number,
  to: number,
  { min, max }: PixelColumns,
  steps: boolean,
  holds = false,
): void {
  min.fill(Number.NaN);
  max.fill(Number.NaN);
  const width = min.length;
  if (levels.length === 0 || !(to > from)) return;
  const begin = Math.max(0, levels.indexOf(from) - 1);
  const end = Math.min(levels.length, levels.indexOf(to) + 1);
  let k = -1;
  while (k + 1 < levels.depth && (end - begin) / levels.sizeOf(k + 1) >= width * 2) k++;
  const size = levels.sizeOf(k);
  const lows = levels.minOf(k);
  const highs = levels.maxOf(k);
  const { time } = levels;
  const scale = width / (to - from);

  let previousX = Number.NaN;
  let previous = Number.NaN;
  const first = Math.floor(begin / size);
  const last = Math.ceil(end / size);
  for (let item = first; item < last; item++) {
    const low = lows[item];
    const high = highs[item];
    const x = Math.floor((time[item * size] - from) * scale);
    if (Number.isNaN(low)) {
      if (!holds) previous = Number.NaN;
      else if (item === last - 1 && !Number.isNaN(previous))
        bridge(min, max, previousX, previous, x, previous);
      continue;
    }
    if (!Number.isNaN(previous) && x > previousX + 1)
      bridge(min, max, previousX, previous, x, steps ? previous : (low + high) / 2);
    if (x >= 0 && x < width) {
      if (!(min[x] <= low)) min[x] = low;
      if (!(max[x] >= high)) max[x] = high;
    }
    previousX = x;
    previous = steps ? high : (low + high) / 2;
  }
}

/** Columns strictly between two points. */
function bridge(
  min: Float64Array,
  max: Float64Array,
  fromX: number,
  from: number,
  toX: number,
  to: number,
): void {
  const slope = (to - from) / (toX - fromX);
  const end = Math.min(min.length, toX);
  for (let x = Math.max(0, fromX + 1); x < end; x++) {
    const value = from + (x - fromX) * slope;
    min[x] = value;
    max[x] = value;
  }
}

/** The smallest number in sight, and whether every column has one; infinite where there is none. */
export function smallest({ min }: PixelColumns): { readonly least: number; readonly isWhole: boolean } {
  let least = Number.POSITIVE_INFINITY;
  let isWhole = true;
  for (let x = 0; x < min.length; x++) {
    if (min[x] < least) least = min[x];
    else if (Number.isNaN(min[x])) isWhole = false;
  }
  return { least, isWhole };
}

/** The largest number in sight; 0 when there is none. */
export function largest({ max }: PixelColumns): number {
  let most = 0;
  for (let x = 0; x < max.length; x++) if (max[x] > most) most = max[x];
  return most;
}
