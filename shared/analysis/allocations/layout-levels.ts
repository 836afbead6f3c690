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

/**
 * Siblings side by side from their caller's left edge. Depth first, each level with a place of its own to fill: calls that
 * stand near each other in the tree are met together, which at a million is what it costs.
 */
export function layLevels(
  { parent, first }: { readonly parent: Int32Array; readonly first?: Float64Array },
  width: Float64Array,
  order: CallOrder,
): FlameLayout {
  // What a million calls are laid out with is as large as the answer: its columns lend their room to what comes before them.
  const position = new Int32Array(parent.length);
  const { levels, length } = levelsOf(parent, width, new Uint32Array(position.buffer));
  const room = new Uint32Array(parent.length + 1);
  const children = childRows(parent, room);
  const { first: begins, rows } = children;
  if (order === 'time' && first) sortSiblings(children, first, 1);
  else sortSiblings(children, width, -1);
  const row = new Uint32Array(length);
  const left = new Float64Array(length);
  const firstChild = room.subarray(0, length + 1);
  position.fill(-1);
  const deepest = levels.length - 1;
  /** Where the next call of a level goes; by level, of the open call: its next child, the end of these, where it stands. */
  const next = levels.slice();
  const child = new Uint32Array(deepest + 1);
  const last = new Uint32Array(deepest + 1);
  const edge = new Float64Array(deepest + 1);
  child[0] = begins[0];
  last[0] = begins[1];
  for (let level = 0; level >= 0; ) {
    if (child[level] === last[level]) {
      level--;
      continue;
    }
    const call = rows[child[level]++];
    if (!(width[call] > 0)) continue;
    const at = next[level]++;
    row[at] = call;
    position[call] = at;
    const from = edge[level];
    left[at] = from;
    edge[level] = from + width[call];
    level++;
    // What the callers before it call stands there already: its own come next.
    firstChild[at] = next[level];
    child[level] = begins[call + 1];
    last[level] = begins[call + 2];
    edge[level] = from;
  }
  firstChild[length] = length;
  return { length, total: edge[0], row, left, firstChild, levels, position };
}

/** How many calls with a width each level has, as `levels` of the layout has it. `depth`: zeros, a number a row. */
function levelsOf(
  parent: Int32Array,
  width: Float64Array,
  depth: Uint32Array,
): { readonly levels: Uint32Array; readonly length: number } {
  let counts = new Uint32Array(64);
  let deepest = 0;
  let length = 0;
  for (let call = 0; call < parent.length; call++) {
    const caller = parent[call];
    // What has no width has nothing below it that has: 0 stands for it.
    if (!(width[call] > 0) || (caller >= 0 && depth[caller] === 0)) continue;
    const level = caller < 0 ? 1 : depth[caller] + 1;
    depth[call] = level;
    if (level >= counts.length) {
      const wider = new Uint32Array(counts.length * 2);
      wider.set(counts);
      counts = wider;
    }
    counts[level]++;
    if (level > deepest) deepest = level;
    length++;
  }
  const levels = counts.slice(0, deepest + 1);
  for (let level = 1; level <= deepest; level++) levels[level] += levels[level - 1];
  return { levels, length };
}

/** Up to so many are sorted by insertion: most groups are, without a call of a comparator. */
const FEW = 24;

/** Those of one key keep the order of the tree. */
function sortSiblings({ first, rows }: ChildRows, key: Float64Array, sign: 1 | -1): void {
  const last = first.length - 1;
  for (let group = 0; group < last; group++) {
    const from = first[group];
    const to = first[group + 1];
    if (to - from < 2) continue;
    if (to - from > FEW) {
      rows.subarray(from, to).sort((a, b) => sign * (key[a] - key[b]) || a - b);
      continue;
    }
    for (let i = from + 1; i < to; i++) {
      const moving = rows[i];
      const value = sign * key[moving];
      let at = i;
      for (; at > from && sign * key[rows[at - 1]] > value; at--) rows[at] = rows[at - 1];
      rows[at] = moving;
    }
  }
}
