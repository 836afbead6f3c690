import type { SeriesColumns } from '../../shared/api/sessions.js';
import { gapLimit, MISSED, usualStep } from '../../shared/base/reading-gap.js';
import type { Range } from './entry-list.js';

/** A gap is wider than so many buckets as wide as those around it. */
const BUCKETS = 2.5;

interface Entries {
  readonly time: readonly number[];
  readonly min: readonly number[];
  readonly max: readonly number[];
}

/**
 * One series as a view draws it: at most `points` entries, folded into buckets of equal time where there are
 * more. A series that is read more rarely than others has no value at most times: that is no gap. A gap, one
 * NaN, is where `gapLimit` says so; a reading that is late, or a rate that changes, is none.
 */
export function drawnSeries(name: string, entries: Entries, range: Range, points: number): SeriesColumns {
  const present = withoutMissing(entries);
  const limit = gapLimit(medianStep(present.time));
  const whole = withGaps(present, limit, MISSED);
  if (whole.time.length <= points) return columns(name, whole);
  const buckets = Math.max(1, points);
  const begin = Math.max(range.from, present.time[0]);
  const width = (Math.min(range.to, present.time[present.time.length - 1]) - begin) / buckets;
  const folded = intoBuckets(present, begin, width, buckets);
  // An empty bucket is between any two that are more than two widths apart: a gap takes its place.
  return columns(name, withGaps(folded, Math.max(limit, 2 * width), BUCKETS));
}

function columns(name: string, { time, min, max }: Entries): SeriesColumns {
  return { name, time: Float64Array.from(time), min: Float64Array.from(min), max: Float64Array.from(max) };
}

function withoutMissing({ time, min, max }: Entries): Entries {
  const rows: number[] = [];
  for (let i = 0; i < time.length; i++) if (!Number.isNaN(min[i])) rows.push(i);
  if (rows.length === time.length) return { time, min, max };
  return { time: rows.map((i) => time[i]), min: rows.map((i) => min[i]), max: rows.map((i) => max[i]) };
}

/** Where a step is longer than `limit`, ms, and than so many `times` those around it. */
function withGaps(entries: Entries, limit: number, times: number): Entries {
  const { time, min, max } = entries;
  const isGap = (i: number): boolean => {
    const step = i > 0 ? time[i] - time[i - 1] : 0;
    return step > limit && step > times * usualStep(time, i);
  };
  if (!time.some((_, i) => isGap(i))) return entries;
  const out = { time: [] as number[], min: [] as number[], max: [] as number[] };
  for (let i = 0; i < time.length; i++) {
    if (isGap(i)) {
      out.time.push((time[i - 1] + time[i]) / 2);
      out.min.push(Number.NaN);
      out.max.push(Number.NaN);
    }
    out.time.push(time[i]);
    out.min.push(min[i]);
    out.max.push(max[i]);
  }
  return out;
}

function medianStep(time: readonly number[]): number {
  const steps: number[] = [];
  // A sample of the steps is enough for their middle.
  const stride = Math.max(1, Math.floor(time.length / 1001));
  for (let i = 1; i < time.length; i += stride) steps.push(time[i] - time[i - 1]);
  steps.sort((a, b) => a - b);
  return steps[steps.length >> 1] ?? 0;
}

function intoBuckets({ time, min, max }: Entries, begin: number, width: number, buckets: number): Entries {
  const out = { time: [] as number[], min: [] as number[], max: [] as number[] };
  let open = -1;
  for (let i = 0; i < time.length; i++) {
    const bucket = Math.min(buckets - 1, Math.max(0, width > 0 ? Math.floor((time[i] - begin) / width) : 0));
    const last = out.time.length - 1;
    if (bucket !== open) {
      open = bucket;
      out.time.push(time[i]);
      out.min.push(min[i]);
      out.max.push(max[i]);
    } else {
      if (min[i] < out.min[last]) out.min[last] = min[i];
      if (max[i] > out.max[last]) out.max[last] = max[i];
    }
  }
  return out;
}
