import type { RegionRow } from '../../../shared/api/inventory.js';

/** A line of the table: a group, or one mapping of an open group below it. */
export interface RegionLine {
  readonly row: RegionRow;
  readonly level: 0 | 1;
  /** Of a group: whether its mappings are on show. */
  readonly open?: boolean;
}

/** What a group is found again by when the rows come anew. */
export const groupKey = ({ kind, name }: RegionRow): string => `${kind}\0${name}`;

/** Groups with the mappings of those that are open behind them. */
export function regionLines(
  groups: readonly RegionRow[],
  opened: ReadonlyMap<string, readonly RegionRow[]>,
  tree: boolean,
): readonly RegionLine[] {
  return groups.flatMap((row): RegionLine[] => {
    if (!tree) return [{ row, level: 0 }];
    const inside = opened.get(groupKey(row));
    return [
      { row, level: 0, open: inside !== undefined },
      ...(inside ?? []).map((one) => ({ row: one, level: 1 as const })),
    ];
  });
}
