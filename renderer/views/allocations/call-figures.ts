import { ownFigures, totalsOf, widthsOf } from '../../../shared/analysis/allocations/layout-totals.js';
import { moduleOf, packageOf } from '../../../shared/analysis/allocations/place-names.js';
import { printable } from '../../../shared/base/printable.js';
import { countText, deltaText, sizeText } from '../../../shared/base/quantity.js';
import type { CallTree } from '../../../shared/model/call-tree.js';
import { exactBytes } from '../../widgets/numbers.js';
import { words } from './words.js';

export type Measure = 'bytes' | 'count';

/** A tree with the sums that every view of it needs, each column worked out once. */
export interface Calls {
  readonly tree: CallTree;
  readonly measure: Measure;
  readonly own: Float64Array;
  readonly total: Float64Array;
  readonly counts: Float64Array;
  readonly base?: { readonly own: Float64Array; readonly total: Float64Array };
  /** How wide each call is drawn. */
  readonly width: Float64Array;
  readonly all: number;
  readonly baseAll?: number;
}

export function callsOf(tree: CallTree, measure: Measure): Calls {
  const { own, base } = ownFigures(tree, measure);
  const total = totalsOf(tree.parent, own);
  const baseTotal = base && totalsOf(tree.parent, base);
  let counts = measure === 'count' ? total : undefined;
  return {
    ...{ tree, measure, own, total },
    // A picture does without them.
    get counts() {
      counts ??= totalsOf(tree.parent, tree.count);
      return counts;
    },
    // Without a comparison the totals are the widths, and a column of a million calls is saved.
    width: base || anyBelowZero(own) ? widthsOf(tree, measure) : total,
    all: outermost(tree, total),
    ...(base && baseTotal
      ? { base: { own: base, total: baseTotal }, baseAll: outermost(tree, baseTotal) }
      : {}),
  };
}

function anyBelowZero(column: Float64Array): boolean {
  for (let row = 0; row < column.length; row++) if (column[row] < 0) return true;
  return false;
}

function outermost({ parent }: CallTree, total: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < parent.length; row++) if (parent[row] < 0) sum += total[row];
  return sum;
}

export const amountText = (value: number, measure: Measure): string =>
  measure === 'bytes' ? sizeText(value) : countText(value);
export const amountDelta = (value: number, measure: Measure): string =>
  deltaText(value, (one) => amountText(one, measure));
export const amountExact = (value: number, measure: Measure): string =>
  measure === 'bytes' ? exactBytes(value) : countText(value);
export const shareText = (share: number): string =>
  share > 0 && share < 0.001 ? '< 0.1 %' : `${(share * 100).toFixed(1)} %`;

/** What a function is called: its name, or where it stands. */
export function callName({ frames }: CallTree, frame: number, limit = 160): string {
  return frames.name[frame]
    ? printable(frames.name[frame], limit)
    : anonymous(frames.file[frame], frames.line[frame]);
}

const anonymous = (file: string, line: number): string =>
  file ? `${words.anonymous} ${placeText(file, line)}` : words.anonymous;

/** `codec.py:29`: the last part of a path and the line. */
export function placeText(file: string, line: number): string {
  const name = file.replace(/\\/g, '/').split('/').at(-1) || file;
  return `${printable(name, 80)}${line > 0 ? `:${line}` : ''}`;
}

/** The whole path and line, escaped. */
export const wholePlace = ({ frames }: CallTree, frame: number): string =>
  frames.file[frame]
    ? `${printable(frames.file[frame], 500)}${frames.line[frame] > 0 ? `:${frames.line[frame]}` : ''}`
    : '';

export const whoseCode = ({ frames }: CallTree, frame: number): string => {
  const [file, name] = [frames.file[frame], frames.name[frame]];
  return printable(`${packageOf(file, name)}${file ? ` · ${moduleOf(file, name)}` : ''}`, 120);
};

/** All that is known of one call, as lines of a table to copy. */
export function callMarkdown(calls: Calls, row: number): string {
  const { tree, own, total, counts, base, measure, all } = calls;
  const frame = tree.frame[row];
  const amount = (value: number): string =>
    measure === 'bytes' ? `${amountText(value, measure)} (${exactBytes(value)})` : countText(value);
  const lines = [
    `**${callName(tree, frame, 500)}** \`${wholePlace(tree, frame)}\``,
    `- ${words.card.self}: ${amount(own[row])}`,
    `- ${words.card.total}: ${amount(total[row])}`,
    `- ${words.card.share}: ${shareText(all > 0 ? total[row] / all : 0)}`,
    `- ${words.card.count}: ${countText(counts[row])}`,
    ...(base ? [`- ${words.card.delta}: ${amountDelta(total[row] - base.total[row], measure)}`] : []),
    '',
    '```',
  ];
  const stack: string[] = [];
  for (let at = row; at >= 0 && stack.length < MOST_STACK; at = tree.parent[at])
    stack.push(`${callName(tree, tree.frame[at], 200)} ${wholePlace(tree, tree.frame[at])}`.trim());
  return [...lines, ...stack, '```'].join('\n');
}

const MOST_STACK = 200;
