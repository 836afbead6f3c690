import { type ChildRows, childRows } from './layout-children.js';

/** Larger calls first, or in the order of their first allocation. */
export type CallOrder = 'heavy' | 'time';

/**
 * Where calls stand in a flame graph. A position is an index into `row`, `left` and `firstChild`: level by level,
 * within one from left to right. Calls without width have none.
 */
export interface FlameLayout {
  readonly length: number;
  /** Width of everything. */
  readonly total: number;
  /** Row of the tree. */
  readonly row: Uint32Array;
  /** Left edge, in the unit of the widths. Rises within a level. */
  readonly left: Float64Array;
  /** The calls below position `p` stand from `firstChild[p]` up to, not including, `firstChild[p + 1]`. */
  readonly firstChild: Uint32Array;
  /** Where each level begins; one more entry than there are levels. */
  readonly levels: Uint32Array;
  /** By row of the tree; -1 for what has no width. */
  readonly position: Int32Array;
}

/** Level by level, siblings side by side from their caller's left edge. One pass, after their sorting. */
export function layLevels(
  { parent, first }: { readonly parent: Int32Array; readonly first?: Float64Array },
  width: Float64Array,
  order: CallOrder,
): FlameLayout {
  const children = childRows(parent);
  const [key, sign] = order === 'time' && first ? [first, 1] : [width, -1];
  sortSiblings(children, key, sign);
  const { first: begins, rows } = children;
  const most = parent.length;
  const row = new Uint32Array(most);
  const left = new Float64Array(most);
  const firstChild = new Uint32Array(most + 1);
  const position = new Int32Array(most).fill(-1);
  const levels: number[] = [0];
  let length = 0;
  const place = (caller: number, from: number): number => {
    let at = from;
    for (let i = begins[caller + 1]; i < begins[caller + 2]; i++) {
      const child = rows[i];
      if (!(width[child] > 0)) continue;
      position[child] = length;
      row[length] = child;
      left[length] = at;
      length++;
      at += width[child];
    }
    return at;
  };
  const total = place(-1, 0);
  for (let begin = 0; begin < length; ) {
    const end = length;
    for (let p = begin; p < end; p++) {
      firstChild[p] = length;
      place(row[p], left[p]);
    }
    levels.push(end);
    begin = end;
  }
  firstChild[length] = length;
  return {
    length,
    total,
    row: row.subarray(0, length),
    left: left.subarray(0, length),
    firstChild: firstChild.subarray(0, length + 1),
    levels: Uint32Array.from(levels),
    position,
  };
}

/** Up to so many are sorted by insertion: most groups are, without a call of a comparator. */
const FEW = 24;

function sortSiblings({ first, rows }: ChildRows, key: Float64Array, sign: 1 | -1 | number): void {
  const before = (a: number, b: number): number => sign * (key[a] - key[b]) || a - b;
  for (let group = 0; group + 1 < first.length; group++) {
    const [from, to] = [first[group], first[group + 1]];
    if (to - from < 2) continue;
    if (to - from > FEW) {
      rows.subarray(from, to).sort(before);
      continue;
    }
    for (let i = from + 1; i < to; i++) {
      const moving = rows[i];
      let at = i;
      for (; at > from && before(rows[at - 1], moving) > 0; at--) rows[at] = rows[at - 1];
      rows[at] = moving;
    }
  }
}
