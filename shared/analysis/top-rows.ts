import { UNWATCHED, type Watch } from '../base/watch.js';
import type { Page } from '../model/page.js';
import { poll } from './poll.js';
import type { RowList } from './row-list.js';
import { sortedBy } from './sorted-by.js';

/** A page that ends beyond this share of all rows is cut from all of them sorted. */
const SELECTED = 1 / 16;

/**
 * The rows of one page in the order of a column, equal ones as they stand in the graph. One pass: what is better than the worst of the best so far is gathered, and cut to the best when it is twice as much.
 */
export function topRows(
  list: RowList,
  column: ArrayLike<number>,
  descending: boolean,
  { from, count }: Page,
  watch: Watch = UNWATCHED,
): readonly number[] {
  const { rows } = list;
  const end = Math.min(rows.length, from + count);
  if (from >= end) return [];
  if (end > rows.length * SELECTED) return Array.from(list.sorted(column, descending).subarray(from, end));
  const best: Uint32Array = new Uint32Array(end * 2);
  const sign = descending ? 1 : -1;
  let size = 0;
  let least = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < rows.length; i++) {
    poll(watch, i, rows.length, 'sorting');
    // One that is equal comes after those that were met before.
    if (sign * column[rows[i]] <= least) continue;
    best[size++] = rows[i];
    if (size < best.length) continue;
    sortedBy(best, column, descending);
    size = end;
    least = sign * column[best[end - 1]];
  }
  return Array.from(sortedBy(best.subarray(0, size), column, descending).subarray(from, end));
}
