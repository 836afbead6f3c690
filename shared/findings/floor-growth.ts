import { type RobustSlope, robustSlope } from '../base/robust-slope.js';
import type { Points } from './evidence.js';

/** Growth of the floor of a series: what a collector could not take back. */
export interface FloorGrowth extends RobustSlope {
  /** From the first floor to the last. */
  readonly delta: number;
  /** The whole 95 % interval is above zero, and the last third is still rising. */
  readonly sure: boolean;
}

/** Lows are taken in so many equal spans: enough for an interval, long enough for a collection in each. */
const SPANS = 10;

/** Slope per second. Undefined with readings in fewer than five of the spans: too little to judge. */
export function floorGrowth(points: Points | undefined): FloorGrowth | undefined {
  if (!points || points.time.length === 0) return undefined;
  const first = points.time[0];
  const span = (points.time[points.time.length - 1] - first) / SPANS;
  const time: number[] = [];
  const low: number[] = [];
  let current = -1;
  for (let row = 0; row < points.time.length; row++) {
    const value = points.value[row];
    if (!Number.isFinite(value)) continue;
    const at = Math.min(SPANS - 1, Math.floor((points.time[row] - first) / span));
    if (at !== current) {
      current = at;
      time.push(points.time[row] / 1000);
      low.push(value);
    } else low[low.length - 1] = Math.min(low[low.length - 1], value);
  }
  const slope = low.length < 5 ? undefined : robustSlope(time, low);
  if (!slope) return undefined;
  const lately = low[low.length - 1] > low[Math.floor((low.length * 2) / 3) - 1];
  return { ...slope, delta: low[low.length - 1] - low[0], sure: slope.low > 0 && lately };
}
