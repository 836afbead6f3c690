import { settlingOf } from '../../shared/analysis/ledger/settling.js';
import { type RssTrend, rssTrend } from '../../shared/analysis/ledger/trend.js';
import type { Stretch } from '../../shared/base/runs.js';
import type { TargetInfo } from '../../shared/model/session.js';
import type { Entry } from './session-entry.js';
import { type TreeSums, treeSums } from './tree-sums.js';

/** With fewer readings of PSS than this RSS tells more, though it counts shared pages in each process. */
const LEAST = 12;

/** Whether processes together go up, by the rule for one: a robust slope over all readings, and not the two ends. */
export function treeTrend(
  entry: Entry,
  processes: readonly TargetInfo[],
  from: number,
  to: number,
): RssTrend | undefined {
  const shares = points(treeSums(entry, processes, 'pss', from, to));
  const { time, sum } =
    shares.time.length >= LEAST ? shares : points(treeSums(entry, processes, 'rss', from, to));
  return time.length > 0 ? rssTrend(time, sum, settlingOfAll(entry, processes)) : undefined;
}

/** The steps in which something was read. */
function points(sums: TreeSums | undefined): {
  readonly time: readonly number[];
  readonly sum: readonly number[];
} {
  if (!sums) return { time: [], sum: [] };
  const rows = [...sums.read.keys()].filter((row) => row >= sums.whole && sums.read[row] === 1);
  return { time: rows.map((row) => sums.time[row]), sum: rows.map((row) => sums.sum[row]) };
}

/** Stretches that overlap, of snapshots of several processes, are one. */
function settlingOfAll(entry: Entry, processes: readonly TargetInfo[]): readonly Stretch[] {
  const { snapshots } = entry.info();
  const all = processes.flatMap(({ id }) => settlingOf(snapshots, id)).sort((a, b) => a.from - b.from);
  const merged: Stretch[] = [];
  for (const one of all) {
    const last = merged.at(-1);
    if (last && one.from <= last.to)
      merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, one.to) };
    else merged.push(one);
  }
  return merged;
}
