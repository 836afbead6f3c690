import type { RowPlaces } from './row-places.js';

/** Rows ready beyond each edge, for a scroll that the browser shows before the window hears of it. */
const BEYOND = 8;

/** Which row each of a few elements shows. A row is always shown by the same one, so that the others stay as they are. */
export interface RowSlots {
  readonly first: number;
  readonly last: number;
  /** Row, or -1, by slot. */
  readonly row: readonly number[];
  /** The order of the elements begins with this slot: that of the rows, when it was last put right. */
  readonly begin: number;
}

export const NO_SLOTS: RowSlots = { first: 0, last: -1, row: [], begin: 0 };

/**
 * The slots for what is in sight; the same object where nothing changes. After a jump only what is in sight is filled:
 * the rest, and the order, follow when it `rests`.
 */
export function rowSlots(
  before: RowSlots,
  places: RowPlaces,
  scrolled: number,
  view: number,
  rests: boolean,
): RowSlots {
  const { count, least, total } = places;
  if (count === 0 || view <= 0) return NO_SLOTS;
  const size = Math.ceil(view / least) + 1 + 2 * BEYOND;
  const from = Math.max(0, Math.min(scrolled, total - view));
  const first = places.at(from);
  const last = places.at(Math.min(total, from + view) - 1e-6);
  const fresh = before.row.length !== size;
  const jumped = !fresh && Math.abs(first - before.first) > size;
  const beyond = jumped && !rests ? 0 : BEYOND;
  const low = Math.max(0, first - beyond);
  const high = Math.min(count - 1, last + beyond);
  const begin = fresh || rests ? low % size : before.begin;
  const row = fresh ? new Array<number>(size).fill(-1) : [...before.row];
  let changed = fresh || begin !== before.begin || first !== before.first || last !== before.last;
  for (let slot = 0; slot < size; slot++) if (row[slot] >= count) row[slot] = -1;
  for (let index = low; index <= high; index++) {
    if (row[index % size] === index) continue;
    row[index % size] = index;
    changed = true;
  }
  // What rests has no rows of elsewhere.
  if (rests)
    for (let slot = 0; slot < size; slot++)
      if (row[slot] !== -1 && (row[slot] < low || row[slot] > high)) {
        row[slot] = -1;
        changed = true;
      }
  return changed ? { first, last, row, begin } : before;
}
