import type { TargetInfo } from '../../shared/model/session.js';
import type { Entry } from './session-entry.js';

/** What processes had together, a value a step of time. */
export interface TreeSums {
  /** The end of each step, milliseconds since the session began. */
  readonly time: Float64Array;
  /** The sum of the largest reading of each in that step: at most one step's difference above the truth. */
  readonly sum: Float64Array;
  /** Whether any of them was read in that step; in the others the last readings stand. */
  readonly read: Uint8Array;
  /** The first step at which all that were there at the beginning have been read. */
  readonly whole: number;
}

/** A process that was born within so many ms after the beginning was there at it: the reading comes later. */
const BIRTH = 5000;

/** How long before the range a reading may lie that stands at its beginning, ms. */
const REACH = 60_000;
/** Steps of time into which a range is cut. */
const STEPS = 2000;

/**
 * The sum of a series over processes, as they come and go. What is read seldom, as PSS, stands until it is read again; a
 * process that has ended counts no more. Undefined where none was read.
 */
export function treeSums(
  entry: Entry,
  processes: readonly TargetInfo[],
  name: 'rss' | 'pss',
  from: number,
  to: number,
): TreeSums | undefined {
  const step = Math.max(1, (to - from) / STEPS);
  const time = Float64Array.from({ length: STEPS + 1 }, (_, n) => from + (n + 1) * step);
  const sum = new Float64Array(STEPS + 1);
  const read = new Uint8Array(STEPS + 1);
  let any = false;
  let whole = 0;
  for (const { id, firstSeen, lastSeen } of processes) {
    const [column] = entry.series({ target: id, names: [name], from, to, points: STEPS });
    if (!column) continue;
    let row = 0;
    let held = lastBefore(entry, id, name, from);
    for (let n = 0; n <= STEPS && from + n * step <= lastSeen + step; n++) {
      let most = held;
      for (; row < column.time.length && column.time[row] <= time[n]; row++) {
        if (!Number.isFinite(column.max[row])) continue;
        if (Number.isNaN(held) && firstSeen <= from + BIRTH) whole = Math.max(whole, n);
        held = column.max[row];
        most = Number.isFinite(most) ? Math.max(most, held) : held;
        read[n] = 1;
        any = true;
      }
      if (Number.isFinite(most)) sum[n] += most;
    }
  }
  return any ? { time, sum, read, whole } : undefined;
}

function lastBefore(entry: Entry, target: number, name: string, at: number): number {
  if (at <= 0) return Number.NaN;
  const [column] = entry.series({
    target,
    names: [name],
    from: Math.max(0, at - REACH),
    to: at,
    points: STEPS,
  });
  return column?.max.findLast(Number.isFinite) ?? Number.NaN;
}
