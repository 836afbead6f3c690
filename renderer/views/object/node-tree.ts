import type { NodeRow } from '../../../shared/api/snapshots.js';

/** A tree of objects as far as it was opened. A key is the way to a row: `0/3/1`. */
export interface Branch {
  readonly rows: readonly NodeRow[];
  readonly total: number;
}

export type TreeLine =
  | {
      readonly kind: 'node';
      readonly key: string;
      readonly level: number;
      readonly row: NodeRow;
      readonly open: boolean | undefined;
    }
  | {
      readonly kind: 'more';
      readonly key: string;
      readonly level: number;
      readonly left: number | undefined;
    };

/** Lines from the top: open branches after their row, and what is left of a branch after its rows. */
export function treeLines(
  branches: ReadonlyMap<string, Branch>,
  open: ReadonlySet<string>,
): readonly TreeLine[] {
  const lines: TreeLine[] = [];
  const put = (key: string, level: number): void => {
    const branch = branches.get(key);
    if (!branch) {
      lines.push({ kind: 'more', key, level, left: undefined });
      return;
    }
    branch.rows.forEach((row, index) => {
      const own = key === '' ? String(index) : `${key}/${index}`;
      const isOpen = open.has(own);
      lines.push({ kind: 'node', key: own, level, row, open: row.childCount > 0 ? isOpen : undefined });
      // The way to a row is not longer than the shortest way to a root allows; cycles are cut by the user.
      if (isOpen) put(own, level + 1);
    });
    const left = branch.total - branch.rows.length;
    if (left > 0) lines.push({ kind: 'more', key, level, left });
  };
  put('', 0);
  return lines;
}

/** The row that a key leads to. */
export function rowOf(branches: ReadonlyMap<string, Branch>, key: string): NodeRow | undefined {
  const cut = key.lastIndexOf('/');
  return branches.get(cut < 0 ? '' : key.slice(0, cut))?.rows[Number(key.slice(cut + 1))];
}
