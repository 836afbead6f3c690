import {
  type Measure,
  ownFigures,
  totalsOf,
  widthsOf,
} from '../../shared/analysis/allocations/layout-totals.js';
import type { CallTree } from '../../shared/model/call-tree.js';

export type { Measure };

/** A tree with the sums that every view of it needs, each column worked out once. */
export interface Calls {
  readonly tree: CallTree;
  readonly measure: Measure;
  readonly own: Float64Array;
  readonly total: Float64Array;
  readonly counts: Float64Array;
  readonly base?: { readonly own: Float64Array; readonly total: Float64Array };
  /** How wide each call is drawn. */
  readonly width: Float64Array;
  readonly all: number;
  readonly baseAll?: number;
}

export function callsOf(tree: CallTree, measure: Measure): Calls {
  const { own, base } = ownFigures(tree, measure);
  const total = totalsOf(tree.parent, own);
  const baseTotal = base && totalsOf(tree.parent, base);
  let counts = measure === 'count' ? total : undefined;
  return {
    ...{ tree, measure, own, total },
    // A picture does without them.
    get counts() {
      counts ??= totalsOf(tree.parent, tree.count);
      return counts;
    },
    // Without a comparison the totals are the widths, and a column of a million calls is saved.
    width: base || anyBelowZero(own) ? widthsOf(tree, measure) : total,
    all: outermost(tree, total),
    ...(base && baseTotal
      ? { base: { own: base, total: baseTotal }, baseAll: outermost(tree, baseTotal) }
      : {}),
  };
}

function anyBelowZero(column: Float64Array): boolean {
  for (let row = 0; row < column.length; row++) if (column[row] < 0) return true;
  return false;
}

export function outermost({ parent }: CallTree, total: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < parent.length; row++) if (parent[row] < 0) sum += total[row];
  return sum;
}
