/** A tree of rows as far as it was opened. A key is the way to a row: `0/3/1`. */
export interface Branch<Row> {
  readonly rows: readonly Row[];
  readonly total: number;
}

export type TreeLine<Row> =
  | {
      readonly kind: 'row';
      readonly key: string;
      readonly level: number;
      readonly row: Row;
      /** Absent where nothing is below. */
      readonly open: boolean | undefined;
    }
  | {
      readonly kind: 'more';
      readonly key: string;
      readonly level: number;
      readonly left: number | undefined;
    };

/** Lines from the top: open branches after their row, and what is left of a branch after its rows. */
export function treeLines<Row extends { readonly childCount: number }>(
  branches: ReadonlyMap<string, Branch<Row>>,
  open: ReadonlySet<string>,
): readonly TreeLine<Row>[] {
  const lines: TreeLine<Row>[] = [];
  const put = (key: string, level: number): void => {
    const branch = branches.get(key);
    if (!branch) {
      lines.push({ kind: 'more', key, level, left: undefined });
      return;
    }
    branch.rows.forEach((row, index) => {
      const own = childKey(key, index);
      const isOpen = open.has(own);
      lines.push({ kind: 'row', key: own, level, row, open: row.childCount > 0 ? isOpen : undefined });
      // The way to a row is not longer than the shortest way to a root allows; cycles are cut by the user.
      if (isOpen) put(own, level + 1);
    });
    const left = branch.total - branch.rows.length;
    if (left > 0) lines.push({ kind: 'more', key, level, left });
  };
  put('', 0);
  return lines;
}

export const childKey = (key: string, index: number): string =>
  key === '' ? String(index) : `${key}/${index}`;

/** The row that a key leads to. */
export function rowOf<Row>(branches: ReadonlyMap<string, Branch<Row>>, key: string): Row | undefined {
  const cut = key.lastIndexOf('/');
  return branches.get(cut < 0 ? '' : key.slice(0, cut))?.rows[Number(key.slice(cut + 1))];
}
