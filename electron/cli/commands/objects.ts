import { countText, sizeText } from '../../../shared/base/quantity.js';
import type { CommandContext, ExitStatus } from '../command-context.js';
import { openReference } from '../snapshot-reference.js';
import { textTable } from '../text-table.js';
import { everyRow } from './every-row.js';

export interface ObjectsOptions {
  readonly class?: string;
  readonly match?: string;
  readonly minSelf?: number;
  readonly minRetained?: number;
  readonly maxDistance?: number;
  readonly detached?: boolean;
  /** A snapshot to compare with, and which objects are wanted then. */
  readonly since?: string;
  readonly stillIn?: string;
  readonly age?: 'new' | 'survived' | 'deleted';
  readonly sort: 'retainedSize' | 'selfSize' | 'distance' | 'id';
  readonly top: number;
}

/** Objects by what they are, what their label says, how large and how far from the roots they are. */
export async function objects(
  context: CommandContext,
  file: string,
  options: ObjectsOptions,
): Promise<ExitStatus> {
  const { api, screen } = context;
  const { class: className, match: text, minSelf, minRetained, maxDistance, detached, sort, top } = options;
  const { since, stillIn, age } = options;
  const earlier = since === undefined ? undefined : await openReference(context, since, 'first');
  const opened = await openReference(context, file, 'last', earlier);
  const later = stillIn === undefined ? undefined : await openReference(context, stillIn, 'last', earlier);
  const { id } = opened;
  const {
    rows,
    answer: { total },
  } = await everyRow(top, (page) =>
    api.snapshots.objects(id, {
      className,
      text,
      ...(earlier && { base: earlier.id, age: age ?? 'new', third: later?.id }),
      filter: { minSelfSize: minSelf, minRetainedSize: minRetained, maxDistance, detached },
      sort: { by: sort, descending: sort !== 'distance' && sort !== 'id' },
      page,
    }),
  );
  const found = rows.map(({ node: _, edge: __, childCount: ___, ...row }) => row);
  const ages = earlier
    ? [{ head: 'AGE', cell: ({ age: is }: (typeof found)[number]) => is ?? '' } as const]
    : [];
  screen.answer({ total, objects: found }, () =>
    [
      textTable(found, [
        ...ages,
        { head: 'ID', cell: (row) => `@${row.id}`, align: 'right' },
        { head: 'SELF', cell: (row) => sizeText(row.selfSize), align: 'right' },
        { head: 'RETAINED', cell: (row) => sizeText(row.retainedSize), align: 'right' },
        {
          head: 'DISTANCE',
          cell: ({ distance }) => (distance < 0 || distance >= RUNTIME ? '-' : String(distance)),
          align: 'right',
        },
        { head: 'CLASS', cell: (row) => row.className, width: 60 },
        { head: 'OBJECT', cell: (row) => `${row.label}${row.detached ? ' (detached)' : ''}`, width: 80 },
      ]),
      total > found.length ? `… ${countText(total - found.length)} more` : '',
    ]
      .filter(Boolean)
      .join('\n'),
  );
  return 0;
}

/** From here on a distance is that of what only the runtime itself reaches. */
const RUNTIME = 1e8;
