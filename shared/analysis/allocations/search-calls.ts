import type { CallTree } from '../../model/call-tree.js';
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

/** What of a tree goes through frames that `matches` says yes to. */
export function searchCalls(
  tree: CallTree,
  matches: (name: string, file: string) => boolean,
  measure: Measure,
): CallMatches {
  const { frames: table, parent, frame, length } = tree;
  const frames = new Uint8Array(table.length);
  let frameCount = 0;
  for (let at = 0; at < table.length; at++)
    if (matches(table.name[at], table.file[at])) {
      frames[at] = 1;
      frameCount++;
    }
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
