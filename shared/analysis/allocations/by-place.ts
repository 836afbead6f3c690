import type { CallTree } from '../../model/call-tree.js';
import type { FrameGroups } from './frame-groups.js';
import { childRows } from './layout-children.js';
import { type Measure, ownFigures, totalsOf } from './layout-totals.js';

/** Figures of each group of frames; `base…` in a comparison. `calls`: rows of the tree. */
export interface PlaceFigures {
  readonly self: Float64Array;
  /** With what it called; where a place calls itself its bytes count once. */
  readonly total: Float64Array;
  readonly count: Float64Array;
  readonly calls: Uint32Array;
  readonly baseSelf?: Float64Array;
  readonly baseTotal?: Float64Array;
}

/** Sums a tree by place. One walk; a place that is on the stack already adds nothing to its total. */
export function byPlace(
  tree: CallTree,
  { count: groups, group }: FrameGroups,
  measure: Measure,
): PlaceFigures {
  const { own, base } = ownFigures(tree, measure);
  const totals = totalsOf(tree.parent, own);
  const baseTotals = base && totalsOf(tree.parent, base);
  const counts = totalsOf(tree.parent, tree.count);
  const self = new Float64Array(groups);
  const total = new Float64Array(groups);
  const count = new Float64Array(groups);
  const calls = new Uint32Array(groups);
  const baseSelf = base && new Float64Array(groups);
  const baseTotal = base && new Float64Array(groups);
  outermostFirst(tree, group, groups, (row, place, within) => {
    self[place] += own[row];
    calls[place]++;
    if (base && baseSelf) baseSelf[place] += base[row];
    if (within) return;
    total[place] += totals[row];
    count[place] += counts[row];
    if (baseTotals && baseTotal) baseTotal[place] += baseTotals[row];
  });
  return { self, total, count, calls, ...(baseSelf && baseTotal ? { baseSelf, baseTotal } : {}) };
}

/** Depth first; `within` says whether a call of the same group is above. */
export function outermostFirst(
  { parent, frame, length }: Pick<CallTree, 'parent' | 'frame' | 'length'>,
  group: ArrayLike<number>,
  groups: number,
  visit: (row: number, group: number, within: boolean) => void,
): void {
  const { first, rows } = childRows(parent);
  const open = new Uint32Array(groups);
  const stack = new Int32Array(length + 1);
  const next = new Uint32Array(length + 1);
  let depth = 0;
  stack[0] = -1;
  next[0] = first[0];
  while (depth >= 0) {
    const caller = stack[depth];
    if (next[depth] === first[caller + 2]) {
      if (caller >= 0) open[group[frame[caller]]]--;
      depth--;
      continue;
    }
    const row = rows[next[depth]++];
    const place = group[frame[row]];
    visit(row, place, open[place] > 0);
    open[place]++;
    depth++;
    stack[depth] = row;
    next[depth] = first[row + 1];
  }
}
