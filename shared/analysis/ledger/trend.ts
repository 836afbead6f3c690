import { robustSlope } from '../../base/robust-slope.js';
import { runsOf, type Stretch } from '../../base/runs.js';

/** Whether the RSS of a range goes up, by the one rule that every sentence about it is made from. */
export interface RssTrend {
  /** `short`: too few samples to tell. `unclear`: it moves, but without a trend. */
  readonly kind: 'grows' | 'shrinks' | 'steady' | 'unclear' | 'short';
  /** Bytes a second, and half of its 95 % interval; 0 when `short` for want of points. */
  readonly slope: number;
  readonly error: number;
  /** Milliseconds and bytes outside of our snapshots. */
  readonly span: number;
  readonly delta: number;
  /** How many of our snapshots are left out. */
  readonly leftOut: number;
  /** Bytes that RSS came to stand higher by with them, beyond what the slope alone would have given; 0 where none. */
  readonly raised: number;
}

/** Below this a slope is not worth a word: a megabyte in about three minutes. */
const LEAST_RATE = 6000;
/** Below this share of RSS a change is within what programs do at rest. */
const LEAST_SHARE = 0.01;
/** Of samples outside of our own snapshots, ms: below it a start or one request looks like a trend. */
export const LEAST_SPAN = 10_000;
const LEAST_POINTS = 8;
/** Without a trend it is called steady within these. */
const STEADY_BYTES = 1e6;
export const STEADY_SHARE = 0.03;

/** `time` in ms and `rss` in bytes, in order; `settling`: when our own snapshots raised it, in order of time. */
export function rssTrend(
  time: ArrayLike<number>,
  rss: ArrayLike<number>,
  settling: readonly Stretch[],
): RssTrend {
  const end = time.length > 0 ? time[time.length - 1] : Number.NEGATIVE_INFINITY;
  const left = settling.filter(({ from, to }) => to > time[0] && from < end);
  const { span, delta } = runsOf(time, rss, left);
  const line = robustSlope(time, rss, left);
  const slope = (line?.slope ?? 0) * 1000;
  const error = line ? ((line.high - line.low) / 2) * 1000 : 0;
  const raised = left.length > 0 ? raisedBeyond(time, rss, span, delta, slope) : 0;
  const known = { slope, error, span, delta, leftOut: left.length, raised };
  if (!line || line.points < LEAST_POINTS || span < LEAST_SPAN) return { kind: 'short', ...known };
  const start = Array.from(rss).find(Number.isFinite) ?? 0;
  const clear =
    Math.abs(slope) > 2 * error && Math.abs(slope) > LEAST_RATE && Math.abs(delta) > start * LEAST_SHARE;
  if (clear) return { kind: slope > 0 ? 'grows' : 'shrinks', ...known };
  const steady = Math.abs(delta) <= Math.max(STEADY_BYTES, start * STEADY_SHARE);
  return { kind: steady ? 'steady' : 'unclear', ...known };
}

/** What of the whole rise lies in the stretches that `span` and `delta` leave out, less what `slope` brings in their time. */
function raisedBeyond(
  time: ArrayLike<number>,
  rss: ArrayLike<number>,
  span: number,
  delta: number,
  slope: number,
): number {
  const rows = Array.from(rss, (_, row) => row).filter((row) => Number.isFinite(rss[row]));
  const [first, last] = [rows[0], rows.at(-1)];
  if (first === undefined || last === undefined) return 0;
  const without = (time[last] - time[first] - span) / 1000;
  return Math.max(0, rss[last] - rss[first] - delta - Math.max(0, slope) * without);
}
