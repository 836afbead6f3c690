import type { Watch } from '../base/watch.js';
import { idLookup, NOBODY } from './id-lookup.js';
import { poll } from './poll.js';

type Ids = Uint32Array | Float64Array;

/** V8 writes its ids in order, but for a few that stand apart; with more runs than this a table is faster. */
const MOST_RUNS = 8;

/** For each row of `base` the first row of `compared` with the same id, or NOBODY. Rows in order are merged, not looked up. */
export function sameIds(base: Ids, compared: Ids, watch: Watch): Int32Array {
  const same = new Int32Array(base.length).fill(NOBODY);
  const [before, now] = [runs(base), runs(compared)];
  if (before && now) {
    for (const left of before) for (const right of now) merge(base, left, compared, right, same, watch);
    return same;
  }
  const find = idLookup(compared);
  for (let row = 0; row < same.length; row++) {
    poll(watch, row, same.length, 'comparing');
    same[row] = find(base[row]);
  }
  return same;
}

interface Run {
  readonly from: number;
  readonly to: number;
}

/** Stretches that rise; undefined where there are too many. */
function runs(ids: Ids): readonly Run[] | undefined {
  const found: Run[] = [];
  let from = 0;
  for (let row = 1; row <= ids.length; row++) {
    if (row < ids.length && ids[row] >= ids[row - 1]) continue;
    if (found.length === MOST_RUNS) return undefined;
    found.push({ from, to: row });
    from = row;
  }
  return found;
}

function merge(base: Ids, left: Run, compared: Ids, right: Run, same: Int32Array, watch: Watch): void {
  if (base[left.from] > compared[right.to - 1] || compared[right.from] > base[left.to - 1]) return;
  let at = right.from;
  for (let row = left.from; row < left.to; row++) {
    poll(watch, row, base.length, 'comparing');
    const id = base[row];
    while (at < right.to && compared[at] < id) at++;
    if (at === right.to) return;
    if (compared[at] === id && same[row] === NOBODY) same[row] = at;
  }
}
