import type { NodeRow } from '../../../shared/api/snapshots.js';

/** Which of the rows has the fewest steps from a root; 0 where none is reached. */
export function nearest(rows: readonly NodeRow[]): number {
  let best = 0;
  rows.forEach(({ distance }, index) => {
    if (distance >= 0 && (rows[best].distance < 0 || distance < rows[best].distance)) best = index;
  });
  return best;
}
