import { type RobustSlope, robustSlope } from '../base/robust-slope.js';
import { runsOf } from '../base/runs.js';
import type { Points } from './evidence.js';

/** Growth of the floor of a series: what a collector could not take back. Slope per second. */
export interface FloorGrowth extends RobustSlope {
  /** The last floor. */
  readonly level: number;
  /** From the first floor to the last. */
  readonly delta: number;
  /** The whole 95 % interval is above zero, and that of the later half too. */
  readonly sure: boolean;
  /** Of the later half. */
  readonly late?: RobustSlope;
  /** The later half surely rises less than the earlier: what fills, and is full in the end, does so. */
  readonly slows: boolean;
  /** It rose, and the later half does not: the growth has ended. */
  readonly ended: boolean;
  /** How long a recording would make the interval leave zero, ms, if it goes on so; only where it is not sure. */
  readonly needed?: number;
}

/** Lows are taken in so many equal spans: enough for an interval, long enough for a collection in each. */
const SPANS = 16;
const FEWEST = 6;
/** The later half must rise at least at this share of the whole. */
const GOES_ON = 0.25;
/** At so much of the earlier rise, and surely: the load of a machine changes, too. */
const SLOWER = 0.8;

/**
 * The floor is the reading after each collection of the whole heap, where there were enough of them; else the lowest
 * of equal spans. Undefined with too few of either to judge.
 */
export function floorGrowth(
  points: Points | undefined,
  collections: readonly number[] = [],
): FloorGrowth | undefined {
  if (!points || points.time.length === 0) return undefined;
  const after = floorsAfter(points, collections);
  const { time, low } = after.low.length >= FEWEST ? after : floorsOfSpans(points);
  const without = (points.without ?? []).map(({ from, to }) => ({ from: from / 1000, to: to / 1000 }));
  const slope = low.length < FEWEST ? undefined : robustSlope(time, low, without);
  if (!slope) return undefined;
  const half = Math.floor(low.length / 2);
  const late = robustSlope(time.slice(half), low.slice(half), without);
  const early = robustSlope(time.slice(0, half), low.slice(0, half), without);
  const rises = slope.low > 0;
  const goesOn = late !== undefined && late.low > 0 && late.slope >= slope.slope * GOES_ON;
  const noise = slope.slope - slope.low;
  const span = time[time.length - 1] - time[0];
  return {
    ...slope,
    level: low[low.length - 1],
    delta: runsOf(time, low, without).delta,
    sure: rises && goesOn,
    slows: early !== undefined && late !== undefined && late.high < early.low * SLOWER,
    ended: rises && !goesOn,
    ...(late && { late }),
    // The interval of a slope narrows with the span to the power of 3/2 at the same rate of readings.
    ...(slope.slope > 0 &&
      !rises && { needed: 1000 * span * Math.max(1.5, (noise / slope.slope) ** (2 / 3)) }),
  };
}

interface Floors {
  /** Seconds. */
  readonly time: readonly number[];
  readonly low: readonly number[];
}

function floorsOfSpans({ time: at, value }: Points): Floors {
  const first = at[0];
  const span = (at[at.length - 1] - first) / SPANS;
  const time: number[] = [];
  const low: number[] = [];
  let current = -1;
  for (let row = 0; row < at.length; row++) {
    if (!Number.isFinite(value[row])) continue;
    const of = Math.min(SPANS - 1, Math.floor((at[row] - first) / span));
    if (of !== current) {
      current = of;
      time.push(at[row] / 1000);
      low.push(value[row]);
    } else low[low.length - 1] = Math.min(low[low.length - 1], value[row]);
  }
  return { time, low };
}

/** The first reading after each collection; it counts once where several collections come before it. */
function floorsAfter({ time: at, value }: Points, collections: readonly number[]): Floors {
  const time: number[] = [];
  const low: number[] = [];
  let row = 0;
  for (const collection of collections) {
    const begin = row;
    while (row < at.length && (at[row] < collection || !Number.isFinite(value[row]))) row++;
    if (row >= at.length) break;
    if (row === begin && time.length > 0) continue;
    time.push(at[row] / 1000);
    low.push(value[row]);
  }
  return { time, low };
}
