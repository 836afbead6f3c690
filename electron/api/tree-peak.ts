import type { TargetInfo } from '../../shared/model/session.js';
import type { Entry } from './session-entry.js';
import { treeSums } from './tree-sums.js';

/** The most memory that processes had together, and when. */
export function treePeak(
  entry: Entry,
  processes: readonly TargetInfo[],
  from: number,
  to: number,
): { readonly at: number; readonly rss: number; readonly pss?: number } | undefined {
  const rss = treeSums(entry, processes, 'rss', from, to);
  if (!rss) return undefined;
  const top = rss.sum.indexOf(Math.max(...rss.sum));
  if (!(rss.sum[top] > 0)) return undefined;
  const pss = treeSums(entry, processes, 'pss', from, to);
  const at = rss.time[top] - (rss.time[1] - rss.time[0]);
  return { at, rss: rss.sum[top], ...(pss && { pss: Math.max(...pss.sum) }) };
}
