import { countText, sizeText } from '../../../shared/base/quantity.js';
import type { CommandContext, ExitStatus } from '../command-context.js';
import { openReference } from '../snapshot-reference.js';
import { textTable } from '../text-table.js';
import { everyRow } from './every-row.js';

export interface DominatorsOptions {
  readonly node?: number;
  readonly class?: string;
  readonly match?: string;
  readonly minSelf?: number;
  readonly minRetained?: number;
  readonly maxDistance?: number;
  readonly by: 'object' | 'class';
  readonly top: number;
}

/** What the root, or one object, alone keeps alive; with a class or a text what of it matches and nothing that matches holds. */
export async function dominators(
  context: CommandContext,
  file: string,
  options: DominatorsOptions,
): Promise<ExitStatus> {
  const { api, screen } = context;
  const { class: className, match: text, minSelf, minRetained, maxDistance, by, top } = options;
  const { id } = await openReference(context, file);
  const {
    rows,
    answer: { total },
  } = await everyRow(top, (page) =>
    api.snapshots.dominators(id, {
      ...(options.node !== undefined && { id: options.node }),
      by,
      filter: { className, text, minSelfSize: minSelf, minRetainedSize: minRetained, maxDistance },
      sort: { by: 'retainedSize', descending: true },
      page,
    }),
  );
  const found = rows.map(({ object, ...row }) => ({
    ...row,
    ...(object && { id: object.id, className: object.className, distance: object.distance }),
  }));
  screen.answer({ total, rows: found }, () =>
    [
      textTable(found, [
        { head: 'RETAINED', cell: (row) => sizeText(row.retainedSize), align: 'right' },
        { head: 'SELF', cell: (row) => sizeText(row.selfSize), align: 'right' },
        by === 'class'
          ? { head: 'COUNT', cell: (row) => countText(row.count), align: 'right' }
          : { head: 'ID', cell: (row) => `@${row.id}`, align: 'right' },
        { head: 'BELOW', cell: (row) => countText(row.childCount), align: 'right' },
        { head: by === 'class' ? 'CLASS' : 'OBJECT', cell: (row) => row.name, width: 100 },
      ]),
      total > found.length ? `… ${countText(total - found.length)} more` : '',
    ]
      .filter(Boolean)
      .join('\n'),
  );
  return 0;
}
