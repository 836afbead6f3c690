import { countText, sizeText } from '../../../shared/base/quantity.js';
import type { CommandContext, ExitStatus } from '../command-context.js';
import { openReference } from '../snapshot-reference.js';
import { textTable } from '../text-table.js';
import { everyRow } from './every-row.js';

export interface StringsOptions {
  readonly match?: string;
  readonly minSize?: number;
  readonly minCount?: number;
  readonly sort: 'saving' | 'size' | 'count';
  readonly top: number;
}

/** Texts that stand in a heap more than once, and what one copy of each would save. */
export async function strings(
  context: CommandContext,
  file: string,
  { match: text, minSize, minCount, sort, top }: StringsOptions,
): Promise<ExitStatus> {
  const { api, screen } = context;
  const { id } = await openReference(context, file);
  const {
    rows,
    answer: { total },
  } = await everyRow(top, (page) =>
    api.snapshots.strings(id, {
      ...page,
      filter: { text, minSize, minCount },
      sort: { by: sort, descending: true },
    }),
  );
  screen.answer({ total, strings: rows }, () =>
    [
      textTable(rows, [
        { head: 'COPIES', cell: (row) => countText(row.count), align: 'right' },
        { head: 'SIZE', cell: (row) => sizeText(row.size), align: 'right' },
        { head: 'ONE SAVES', cell: (row) => sizeText(row.saving), align: 'right' },
        { head: 'TEXT', cell: (row) => row.text, width: 100 },
      ]),
      total > rows.length ? `… ${countText(total - rows.length)} more` : '',
    ]
      .filter(Boolean)
      .join('\n'),
  );
  return 0;
}
