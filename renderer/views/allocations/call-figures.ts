import { moduleOf, packageOf } from '../../../shared/analysis/allocations/place-names.js';
import { printable } from '../../../shared/base/printable.js';
import { countText, deltaText, sizeText } from '../../../shared/base/quantity.js';
import type { CallTree } from '../../../shared/model/call-tree.js';
import type { Calls, Measure } from '../../calls/calls-of.js';
import { exactBytes } from '../../widgets/numbers.js';
import { words } from './words.js';

export const amountText = (value: number, measure: Measure): string =>
  measure === 'bytes' ? sizeText(value) : countText(value);
export const amountDelta = (value: number, measure: Measure): string =>
  deltaText(value, (one) => amountText(one, measure));
/** In text that has no look of its own: what was estimated has its sign. */
export const asEstimate = (text: string, estimated: boolean): string => (estimated ? `≈\u202f${text}` : text);
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

/** Where a function stands, beside its name; empty where that is its name already, as tracemalloc's places are. */
export function placeBeside({ frames }: CallTree, frame: number): string {
  const [file, name] = [frames.file[frame], frames.name[frame]];
  const place = file && name ? placeText(file, frames.line[frame]) : '';
  return place === name ? '' : place;
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

/** All that is known of one call, as lines of a table to copy. `estimated`: from samples. */
export function callMarkdown(calls: Calls, row: number, estimated: boolean): string {
  const { tree, own, total, counts, base, measure, all } = calls;
  const frame = tree.frame[row];
  const amount = (value: number): string => {
    const text = asEstimate(amountText(value, measure), estimated);
    return measure === 'bytes' ? `${text} (${exactBytes(value)})` : text;
  };
  const lines = [
    `**${callName(tree, frame, 500)}** \`${wholePlace(tree, frame)}\``,
    `- ${words.card.self}: ${amount(own[row])}`,
    `- ${words.card.total}: ${amount(total[row])}`,
    `- ${words.card.share}: ${shareText(all > 0 ? total[row] / all : 0)}`,
    `- ${estimated ? words.card.samples : words.card.count}: ${countText(counts[row])}`,
    ...(estimated ? [`- ${words.card.sampled}`] : []),
    ...(base
      ? [
          `- ${words.card.delta}: ${asEstimate(amountDelta(total[row] - base.total[row], measure), estimated)}`,
        ]
      : []),
    '',
    '```',
  ];
  const stack: string[] = [];
  for (let at = row; at >= 0 && stack.length < MOST_STACK; at = tree.parent[at])
    stack.push(`${callName(tree, tree.frame[at], 200)} ${wholePlace(tree, tree.frame[at])}`.trim());
  return [...lines, ...stack, '```'].join('\n');
}

const MOST_STACK = 200;
