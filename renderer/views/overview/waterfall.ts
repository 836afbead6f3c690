/** A step of the waterfall: from where the sum stood to where it stands after it. */
export interface WaterfallStep {
  readonly from: number;
  readonly to: number;
}

export interface Waterfall {
  readonly steps: readonly WaterfallStep[];
  /** What the bars are drawn between. `low` above 0 cuts the foot of the two sums. */
  readonly low: number;
  readonly high: number;
}

/** Where the sums move within less of the whole than this, the picture begins above 0. */
const CUT_BELOW = 0.5;
/** Room below the lowest sum, of the whole movement. */
const FOOT = 0.35;

/** The way from one sum to another by its parts, in their order. The deltas are `end` minus `start`. */
export function waterfallOf(
  parts: readonly { readonly start: number; readonly end: number }[],
  start: number,
): Waterfall {
  let sum = start;
  let lowest = start;
  let highest = start;
  const steps = parts.map(({ start: before, end }): WaterfallStep => {
    const from = sum;
    sum += end - before;
    lowest = Math.min(lowest, sum);
    highest = Math.max(highest, sum);
    return { from, to: sum };
  });
  const moved = highest - lowest;
  const cut = highest > 0 && moved / highest < CUT_BELOW;
  const low = cut ? Math.max(0, lowest - Math.max(moved * FOOT, highest * 0.01)) : 0;
  return { steps, low, high: Math.max(highest, low + 1) };
}
