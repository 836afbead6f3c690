import type { Calls } from './calls-of.js';

/** More are not stepped through one by one. */
const MOST = 1000;

/** Calls of the frames that were found, the largest first; of calls in a found call the outer one. */
export function foundCalls({ tree, width }: Calls, frames: Uint8Array): readonly number[] {
  const { parent, frame, length } = tree;
  const inside = new Uint8Array(length);
  const rows: number[] = [];
  for (let row = 0; row < length; row++) {
    const within = parent[row] >= 0 && inside[parent[row]] === 1;
    const here = frames[frame[row]] === 1;
    if (here && !within && width[row] > 0) rows.push(row);
    inside[row] = here || within ? 1 : 0;
  }
  return rows.sort((a, b) => width[b] - width[a] || a - b).slice(0, MOST);
}
