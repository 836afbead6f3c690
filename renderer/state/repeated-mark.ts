import type { MarkInfo } from '../../shared/model/session.js';
import { LEAST_REPEATS } from './repeat.js';
import type { Range } from './span.js';

/** The mark that was set again and again in a range: an action that was repeated there. The newest of several. */
export function repeatedMark(marks: readonly MarkInfo[], range: Range | undefined): string | undefined {
  const times = new Map<string, number>();
  const own = marks.filter(
    ({ kind, at }) => kind === 'note' && (!range || (at >= range.from && at <= range.to)),
  );
  for (const { text } of own) times.set(text, (times.get(text) ?? 0) + 1);
  return own.findLast(({ text }) => (times.get(text) ?? 0) >= LEAST_REPEATS)?.text;
}
