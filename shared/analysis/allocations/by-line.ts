import type { CallTree } from '../../model/call-tree.js';
import { outermostFirst } from './by-place.js';
import { type Measure, ownFigures, totalsOf } from './layout-totals.js';
import { unlabelledCalls } from './unlabelled-calls.js';

/** What a line of a file allocated: by itself, and with what it called. */
export interface LineFigures {
  readonly self: number;
  readonly total: number;
  readonly count: number;
  readonly baseTotal?: number;
}

/** The figures of each line of a file that allocated. A line that is on the stack already adds nothing to its total. */
export function byLine(labelled: CallTree, file: string, measure: Measure): ReadonlyMap<number, LineFigures> {
  const tree = unlabelledCalls(labelled);
  const { frames, parent } = tree;
  // 0 stands for every other place.
  const group = Uint32Array.from({ length: frames.length }, (_, at) =>
    frames.file[at] === file ? frames.line[at] : 0,
  );
  let last = 0;
  for (const line of group) last = Math.max(last, line);
  const { own, base } = ownFigures(tree, measure);
  const total = totalsOf(parent, own);
  const baseTotal = base && totalsOf(parent, base);
  const counts = totalsOf(parent, tree.count);
  const lines = new Map<number, LineFigures>();
  outermostFirst(tree, group, Math.min(last, MOST_LINES) + 1, (row, line, within) => {
    if (line === 0 || line > MOST_LINES) return;
    const was = lines.get(line);
    lines.set(line, {
      self: (was?.self ?? 0) + own[row],
      total: (was?.total ?? 0) + (within ? 0 : total[row]),
      count: (was?.count ?? 0) + (within ? 0 : counts[row]),
      ...(baseTotal ? { baseTotal: (was?.baseTotal ?? 0) + (within ? 0 : baseTotal[row]) } : {}),
    });
  });
  return lines;
}

/** A file of 8 MB has no more. */
const MOST_LINES = 8 << 20;
