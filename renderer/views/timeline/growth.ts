import { deltaText, sizeText, timeText } from '../../../shared/base/quantity.js';
import { robustSlope } from '../../../shared/base/robust-slope.js';
import type { Stretch } from '../../../shared/base/runs.js';
import type { MinMaxLevels } from '../../canvas/timeline/min-max-levels.js';
import { rateText } from '../../widgets/numbers.js';

/** How a series changed over a range; bytes and bytes a second. */
export interface Growth {
  readonly delta: number;
  readonly rate: number;
  readonly slope?: number;
  /** Half the 95 % interval of the slope. */
  readonly error?: number;
}

/** Below this many samples no slope is said. */
const FEWEST = 8;

/** `settling`: when RSS was raised by our own snapshots; the slope leaves them out, the difference holds them. */
export function growthOf(
  levels: MinMaxLevels,
  from: number,
  to: number,
  settling: readonly Stretch[] = [],
): Growth | undefined {
  const begin = levels.indexOf(from);
  const end = Math.min(levels.length, levels.indexOf(to));
  if (end - begin < 2) return undefined;
  const time = levels.time.subarray(begin, end);
  const value = levels.max.subarray(begin, end);
  const first = value.find((one) => !Number.isNaN(one));
  const last = value.findLast((one) => !Number.isNaN(one));
  if (first === undefined || last === undefined) return undefined;
  const seconds = (time[time.length - 1] - time[0]) / 1000;
  const trend = robustSlope(time, value, settling);
  return {
    delta: last - first,
    rate: seconds > 0 ? (last - first) / seconds : 0,
    ...(trend && trend.points >= FEWEST
      ? { slope: trend.slope * 1000, error: ((trend.high - trend.low) / 2) * 1000 }
      : {}),
  };
}

/** `69.0 s   Δ +214.0 MB   +3.10 MB/s   slope +3.08 ± 0.04`. */
export function growthText(growth: Growth | undefined, length: number): string {
  const span = timeText(length);
  if (!growth) return span;
  const { delta, rate, slope, error } = growth;
  const parts = [span, `Δ ${deltaText(delta, sizeText)}`, rateText(rate)];
  if (slope !== undefined && error !== undefined)
    parts.push(`slope ${rateText(slope)} ± ${rateText(error).replace(/^[+\u2212]/, '')} (95 %)`);
  return parts.join('    ');
}
