import type { FlameLayout } from '../../../shared/analysis/allocations/layout-levels.js';
import type { Calls } from '../../calls/calls-of.js';
import { levelOf } from '../../canvas/flame/flame-model.js';
import { amountExact, amountText, callName, placeText, shareText } from './call-figures.js';
import { words } from './words.js';

/** What a screen reader says of the selected call. `estimated`: from samples. */
export function callSentence(calls: Calls, layout: FlameLayout, row: number, estimated: boolean): string {
  const { tree, total, own, all, measure } = calls;
  const position = layout.position[row] ?? -1;
  if (position < 0) return words.noCall;
  const frame = tree.frame[row];
  const about = estimated ? `${words.card.estimate} ` : '';
  return [
    callName(tree, frame),
    tree.frames.file[frame] && placeText(tree.frames.file[frame], tree.frames.line[frame]),
    `${words.card.total} ${about}${amountText(total[row], measure)} (${amountExact(total[row], measure)})`,
    shareText(all > 0 ? total[row] / all : 0),
    `${words.card.self} ${about}${amountText(own[row], measure)}`,
    words.level(levelOf(layout, position) + 1),
    words.children(layout.firstChild[position + 1] - layout.firstChild[position]),
  ]
    .filter(Boolean)
    .join(', ');
}
