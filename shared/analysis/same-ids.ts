import type { Watch } from '../base/watch.js';
import { idLookup, NOBODY } from './id-lookup.js';
import { poll } from './poll.js';

type Ids = Uint32Array | Float64Array;

/** V8 counts its objects up by two, so that ids are about twice as many as there are nodes; more than this is no such heap. */
const DENSE = 8;
/** Ids that stand apart; more of them are looked up in the one table for any ids. */
const MOST_APART = 1 << 16;

/**
 * For each row of `base` the first row of `compared` with the same id, or NOBODY. V8's ids lie close together and nearly in
 * order: a table with a place for each is read and written along, where one by hash would miss the cache at every id. What
 * does not fit is nobody: asked in the same pass, while both are in the cache.
 */
export function sameIds(
  base: Ids,
  compared: Ids,
  watch: Watch,
  fits: (row: number, other: number) => boolean = () => true,
): Int32Array {
  const same = new Int32Array(base.length);
  const dense =
    compared instanceof Uint32Array && base instanceof Uint32Array
      ? denseTable(compared, highestOf(base), watch)
      : undefined;
  if (!dense || !(base instanceof Uint32Array)) {
    const find = idLookup(compared);
    for (let row = 0; row < same.length; row++) {
      poll(watch, row, same.length, 'comparing');
      const other = find(base[row]);
      same[row] = other !== NOBODY && fits(row, other) ? other : NOBODY;
    }
    return same;
  }
  const { rows, apart } = dense;
  const limit = rows.length;
  for (let row = 0; row < same.length; row++) {
    poll(watch, row, same.length, 'comparing');
    const id = base[row];
    const place = id >>> 1;
    const other = (id & 1) === 1 && place < limit ? rows[place] - 1 : (apart.get(id) ?? NOBODY);
    same[row] = other !== NOBODY && fits(row, other) ? other : NOBODY;
  }
  return same;
}

interface DenseTable {
  /** Of id `2n + 1` the row, plus 1; 0 where there is none. */
  readonly rows: Int32Array;
  /** Even ids, which the embedder gives, and those far above the others. */
  readonly apart: ReadonlyMap<number, number>;
}

/** Undefined where ids are not as V8 gives them. Those above `highest`, which nobody looks up, are left out: nearly all new objects. */
function denseTable(ids: Uint32Array, highest: number, watch: Watch): DenseTable | undefined {
  const rows = new Int32Array(Math.min(highest, ids.length * DENSE) / 2 + 1);
  const apart = new Map<number, number>();
  for (let row = 0; row < ids.length; row++) {
    poll(watch, row, ids.length, 'comparing');
    const id = ids[row];
    const place = id >>> 1;
    if ((id & 1) === 1 && place < rows.length) {
      if (rows[place] === 0) rows[place] = row + 1;
    } else if (id <= highest && !apart.has(id)) {
      if (apart.size === MOST_APART) return undefined;
      apart.set(id, row);
    }
  }
  return { rows, apart };
}

function highestOf(ids: Uint32Array): number {
  let highest = 0;
  for (let row = 0; row < ids.length; row++) if (ids[row] > highest) highest = ids[row];
  return highest;
}
