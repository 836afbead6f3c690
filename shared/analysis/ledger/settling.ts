import type { Stretch } from '../../base/runs.js';

/** After a snapshot the runtime gives back what it took for it within this, ms: an estimate. */
const SETTLES = 5000;

/**
 * When RSS of a target was raised by our own snapshots, in order of time: from the begin of each until it has
 * settled. A trend that holds these would blame the program for them.
 */
export function settlingOf(
  snapshots: readonly { readonly target: number; readonly at: number; readonly pause: number }[],
  target: number | undefined,
): readonly Stretch[] {
  return snapshots
    .filter((one) => one.target === target)
    .map(({ at, pause }) => ({ from: at, to: at + pause + SETTLES }))
    .sort((a, b) => a.from - b.from);
}
