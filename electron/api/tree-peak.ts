import type { TargetInfo } from '../../shared/model/session.js';
import type { Entry } from './session-entry.js';

/** Steps of time into which a range is cut: processes are added up in each. */
const STEPS = 2000;

/**
 * The most memory that processes had together: the sum of the largest reading of each in the same step of time, so at
 * most one step's difference above the truth. PSS is read seldom and stands until it is read again.
 */
export function treePeak(
  entry: Entry,
  processes: readonly TargetInfo[],
  from: number,
  to: number,
): { readonly at: number; readonly rss: number; readonly pss?: number } | undefined {
  const step = Math.max(1, (to - from) / STEPS);
  const sums = { rss: new Float64Array(STEPS + 1), pss: new Float64Array(STEPS + 1) };
  let shares = false;
  for (const { id, lastSeen } of processes)
    for (const { name, time, max } of entry.series({
      target: id,
      names: ['rss', 'pss'],
      from,
      to,
      points: STEPS,
    })) {
      const sum = sums[name as 'rss' | 'pss'];
      let row = 0;
      let held = Number.NaN;
      for (let n = 0; n <= STEPS && from + n * step <= lastSeen + step; n++) {
        let most = held;
        for (; row < time.length && time[row] <= from + (n + 1) * step; row++) {
          if (!Number.isFinite(max[row])) continue;
          held = max[row];
          most = Number.isFinite(most) ? Math.max(most, held) : held;
        }
        if (Number.isFinite(most)) sum[n] += most;
      }
      shares ||= name === 'pss';
    }
  const top = sums.rss.indexOf(Math.max(...sums.rss));
  if (!(sums.rss[top] > 0)) return undefined;
  return { at: from + top * step, rss: sums.rss[top], ...(shares && { pss: Math.max(...sums.pss) }) };
}
