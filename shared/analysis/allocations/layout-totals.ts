import { sharedWherePossible } from '../../base/column-memory.js';
import type { CallTree } from '../../model/call-tree.js';

export type Measure = 'bytes' | 'count';

/** Bytes or counts of each call itself, and in a comparison those of the base. */
export function ownFigures(tree: CallTree, measure: Measure): { own: Float64Array; base?: Float64Array } {
  return measure === 'bytes'
    ? { own: tree.self, base: tree.baseSelf }
    : { own: tree.count, base: tree.baseCount };
}

/**
 * Of each call with all that it called: walked backwards, every call is complete before it is added to its caller. In memory
 * that a page and its worker share.
 */
export function totalsOf(parent: Int32Array, own: Float64Array): Float64Array {
  const total = new Float64Array(sharedWherePossible(own.length * 8));
  total.set(own);
  for (let row = total.length - 1; row >= 0; row--) {
    const caller = parent[row];
    if (caller >= 0) total[caller] += total[row];
  }
  return total;
}

/**
 * How wide each call is drawn: what is there, in a comparison the larger of both sides, so that what has gone is still
 * seen. Never negative. Sums from the calls up, so that a caller is as wide as what it called and itself.
 */
export function widthsOf(tree: CallTree, measure: Measure): Float64Array {
  const { own, base } = ownFigures(tree, measure);
  const width = new Float64Array(tree.length);
  for (let row = 0; row < width.length; row++) width[row] = Math.max(0, own[row], base ? base[row] : 0);
  for (let row = width.length - 1; row >= 0; row--) {
    const caller = tree.parent[row];
    if (caller >= 0) width[caller] += width[row];
  }
  return width;
}
