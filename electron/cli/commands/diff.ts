import type { DiffBy } from '../../../shared/api/snapshots.js';
import { countText, deltaText, sizeText } from '../../../shared/base/quantity.js';
import type { CommandContext, ExitStatus } from '../command-context.js';
import { openReference } from '../snapshot-reference.js';
import { textTable } from '../text-table.js';

/** All rows at once: a command's answer is not paged. The API gives them in pages of this size. */
const PAGE = 1000;
const SHOWN = 40;

export interface DiffOptions {
  readonly by: DiffBy;
  readonly match?: string;
  /** Of rows that are no classes: only its objects count. */
  readonly class?: string;
  readonly minSize?: number;
  readonly maxDistance?: number;
}

export async function diff(
  context: CommandContext,
  [first, second, third]: readonly [string, string, string?],
  { by, match, class: className, minSize, maxDistance }: DiffOptions,
): Promise<ExitStatus> {
  const { api, screen } = context;
  const base = await openReference(context, first, 'first');
  const compared = await openReference(context, second, 'last', base);
  const last = third === undefined ? undefined : await openReference(context, third, 'last', base);
  const ask = (from: number) =>
    api.snapshots.diff({
      base: base.id,
      compared: compared.id,
      third: last?.id,
      by,
      filter: { text: match, className, minSize, maxDistance },
      sort: { by: 'sizeDelta', descending: true },
      page: { from, count: PAGE },
    });
  const answer = await ask(0);
  const rows = [...answer.rows];
  while (screen.json && rows.length < answer.total) {
    const { rows: more } = await ask(rows.length);
    if (more.length === 0) break;
    rows.push(...more);
  }
  if (answer.caveat) screen.say(answer.caveat);
  screen.answer(
    { rows: rows.map(({ survivedCount, ...row }) => ({ ...row, survivedCount })), caveat: answer.caveat },
    () =>
      [
        textTable(rows.slice(0, SHOWN), [
          { head: 'NEW', cell: (r) => countText(r.addedCount), align: 'right' },
          { head: 'DELETED', cell: (r) => countText(r.removedCount), align: 'right' },
          { head: 'Δ COUNT', cell: (r) => deltaText(r.countDelta, countText), align: 'right' },
          { head: 'Δ SIZE', cell: (r) => deltaText(r.sizeDelta, sizeText), align: 'right' },
          {
            head: 'Δ RETAINED',
            cell: (r) => (r.retainedDelta === undefined ? '' : deltaText(r.retainedDelta, sizeText)),
            align: 'right',
          },
          {
            head: by === 'class' ? 'CLASS' : by.toUpperCase(),
            cell: (r) => r.name,
            width: by === 'path' ? 400 : 100,
          },
        ]),
        answer.total > SHOWN ? `… ${countText(answer.total - SHOWN)} more rows with --json` : '',
      ]
        .filter(Boolean)
        .join('\n'),
  );
  return 0;
}
