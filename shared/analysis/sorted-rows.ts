import type { Page, Slice, Sort } from '../model/page.js';

/** One page of rows that fit in memory (classes, not nodes), sorted by one of their members; ties by name. `behind`: comes after all others. */
export function sortedPage<Row extends { readonly name: string }, Key extends keyof Row & string>(
  rows: readonly Row[],
  { by, descending }: Sort<Key>,
  { from, count }: Page,
  behind?: (row: Row) => boolean,
): Slice<Row> {
  const sign = descending ? -1 : 1;
  const sorted = [...rows].sort((a, b) => {
    const [left, right] = [a[by] ?? 0, b[by] ?? 0];
    if (left !== right) return left < right ? -sign : sign;
    return a.name < b.name ? -1 : 1;
  });
  const ordered = behind
    ? [...sorted.filter((row) => !behind(row)), ...sorted.filter((row) => behind(row))]
    : sorted;
  return { total: rows.length, rows: ordered.slice(from, from + count) };
}
