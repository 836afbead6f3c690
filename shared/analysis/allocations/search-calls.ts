import type { CallTree } from '../../model/call-tree.js';
import type { FrameTable } from '../../model/stack-table.js';
import { type Measure, ownFigures, totalsOf } from './layout-totals.js';

export interface CallMatches {
  /** By frame: 1 for a match. */
  readonly frames: Uint8Array;
  readonly frameCount: number;
  /** Calls of matching frames. */
  readonly calls: number;
  /** In the measure asked for, of the outermost matching calls: nothing counts twice. */
  readonly total: number;
  readonly baseTotal?: number;
  /** Of everything, 0 to 1. */
  readonly share: number;
}

/** What of a tree goes through the frames for which `frames` is 1. */
export function searchCalls(tree: CallTree, frames: Uint8Array, measure: Measure): CallMatches {
  const { parent, frame, length } = tree;
  let frameCount = 0;
  for (const one of frames) frameCount += one;
  const { own, base } = ownFigures(tree, measure);
  const totals = totalsOf(parent, own);
  const baseTotals = base && totalsOf(parent, base);
  const inside = new Uint8Array(length);
  let [calls, total, baseTotal, all] = [0, 0, 0, 0];
  for (let row = 0; row < length; row++) {
    const within = parent[row] >= 0 && inside[parent[row]] === 1;
    if (parent[row] < 0) all += totals[row];
    const here = frames[frame[row]] === 1;
    if (here) calls++;
    if (here && !within) {
      total += totals[row];
      if (baseTotals) baseTotal += baseTotals[row];
    }
    inside[row] = here || within ? 1 : 0;
  }
  return {
    frames,
    frameCount,
    calls,
    total,
    ...(base ? { baseTotal } : {}),
    share: all > 0 ? total / all : 0,
  };
}

/** Sets to 1, of the frames from `from` up to `to`, those that `matches` says yes to. */
export function matchedFrames(
  { name, file, length }: FrameTable,
  matches: (name: string, file: string) => boolean,
  into: Uint8Array,
  from = 0,
  to = length,
): Uint8Array {
  for (let at = from; at < Math.min(to, length); at++) if (matches(name[at], file[at])) into[at] = 1;
  return into;
}
