import type { HeldAt, SourcedHeap, SourcedPath } from '../../shared/findings/evidence.js';
import type { SessionInfo, SnapshotInfo, TargetInfo } from '../../shared/model/session.js';

/** Snapshots between the first and the last that are looked into. */
const MOST_BETWEEN = 3;

/** Adds how much each growing collection held in the snapshots between the first and the last. */
export async function heldBetween(
  heap: SourcedHeap,
  snapshots: readonly SnapshotInfo[],
  held: (snapshot: SnapshotInfo, objects: readonly number[]) => Promise<readonly number[]>,
): Promise<SourcedHeap> {
  const idOf = ({ steps, container }: SourcedPath): number =>
    container === undefined || container.chain ? -1 : (steps[container.step].id ?? -1);
  const ids = [...new Set(heap.growing.map(idOf))].filter((one) => one >= 0);
  if (ids.length === 0) return heap;
  const counts: ReadonlyMap<number, number>[] = [];
  for (const one of snapshots.slice(1, -1)) {
    const entries = await held(one, ids);
    counts.push(new Map(ids.map((each, row) => [each, entries[row]])));
  }
  const heldOf = (path: SourcedPath): readonly HeldAt[] | undefined => {
    const { before, entries } = path.container ?? {};
    const between = counts.map((count) => count.get(idOf(path)) ?? -1);
    if (before === undefined || entries === undefined || between.some((count) => count < 0)) return undefined;
    return [before, ...between, entries].map((count, row) => ({ at: snapshots[row].at, entries: count }));
  };
  return {
    ...heap,
    growing: heap.growing.map((path) => {
      const known = heldOf(path);
      return known ? { ...path, held: known } : path;
    }),
  };
}

/** Whole snapshots between the two, evenly chosen. */
export function betweenOf(
  { snapshots }: SessionInfo,
  target: TargetInfo,
  [first, last]: readonly [SnapshotInfo, SnapshotInfo],
): readonly SnapshotInfo[] {
  const all = snapshots.filter(
    (one) => one.target === target.id && !one.partial && one.at > first.at && one.at < last.at,
  );
  if (all.length <= MOST_BETWEEN) return all;
  return Array.from(
    { length: MOST_BETWEEN },
    (_, at) => all[Math.round(((at + 1) * (all.length + 1)) / (MOST_BETWEEN + 1)) - 1],
  );
}
