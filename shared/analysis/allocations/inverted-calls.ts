import type { CallTree } from '../../model/call-tree.js';
import { type CallFigures, CarriedCalls } from './carried-calls.js';

export interface InvertOptions {
  /** Where the stacks begin; absent, at every call that allocated by itself. */
  readonly starts?: ArrayLike<number>;
  /** What each of them weighs; absent, the call itself. */
  readonly figures?: CallFigures;
  /** A frame to stand for each; absent, itself. */
  readonly frameOf?: ArrayLike<number>;
}

/** A group of stacks smaller than this share of all is not followed to its callers: no pixel could show it. */
const LEAST_SHARE = 1 / 200_000;
/** More rows than this are not made: what is left stands on the caller that it got to. */
const MOST_ROWS = 3_000_000;

/**
 * Stacks grown from the leaf: outermost is what allocated, below it who called it, merged. A row's own bytes are those
 * of the stacks that end there. Level by level, so that small groups can be left as they are.
 */
export function inverted(tree: CallTree, { starts, figures, frameOf }: InvertOptions = {}): CallTree {
  const source = { ...(figures ?? tree), frames: tree.frames };
  const builder = new CarriedCalls(source);
  const frameAt = (row: number): number => (frameOf ? frameOf[tree.frame[row]] : tree.frame[row]);
  const weight = weightOf(source);
  let from = starts ? Uint32Array.from(starts) : weighing(tree.length, weight);
  let all = 0;
  for (const row of from) all += weight(row);
  const least = all * LEAST_SHARE;
  let caller = Int32Array.from(from);
  let group = new Int32Array(from.length);
  for (let i = 0; i < from.length; i++) {
    group[i] = builder.row(-1, frameAt(from[i]));
    builder.met(group[i], from[i]);
  }
  let sums = new Float64Array(0);
  while (from.length > 0) {
    if (sums.length < builder.length) sums = new Float64Array(builder.length * 2);
    else sums.fill(0);
    for (let i = 0; i < from.length; i++) sums[group[i]] += weight(from[i]);
    let kept = 0;
    for (let i = 0; i < from.length; i++) {
      const next = tree.parent[caller[i]];
      if (next < 0 || sums[group[i]] < least || builder.length > MOST_ROWS) {
        builder.add(group[i], from[i]);
        continue;
      }
      const row = builder.row(group[i], frameAt(next));
      builder.met(row, from[i]);
      // What goes on moves to the front: the columns are of this level alone.
      from[kept] = from[i];
      caller[kept] = next;
      group[kept] = row;
      kept++;
    }
    from = from.subarray(0, kept);
    caller = caller.subarray(0, kept);
    group = group.subarray(0, kept);
  }
  return builder.tree();
}

const weightOf =
  ({ self, baseSelf }: CallFigures) =>
  (row: number): number =>
    Math.max(0, self[row], baseSelf ? baseSelf[row] : 0);

function weighing(length: number, weight: (row: number) => number): Uint32Array<ArrayBuffer> {
  let count = 0;
  for (let row = 0; row < length; row++) if (weight(row) > 0) count++;
  const rows = new Uint32Array(count);
  let at = 0;
  for (let row = 0; row < length; row++) if (weight(row) > 0) rows[at++] = row;
  return rows;
}
