import type { OpenSession } from '../../shared/api/sessions.js';

/** After a snapshot the runtime gives back what it took for it within this, ms: an estimate. */
const SETTLES = 5000;

/**
 * When RSS of a target was raised by our own snapshots, in order of time: from the begin of each until it has
 * settled. A trend that holds these would blame the program for them.
 */
export function settlingOf(
  snapshots: OpenSession['info']['snapshots'],
  target: number | undefined,
): readonly { readonly from: number; readonly to: number }[] {
  return snapshots
    .filter((one) => one.target === target)
    .map(({ at, pause }) => ({ from: at, to: at + pause + SETTLES }))
    .sort((a, b) => a.from - b.from);
}
