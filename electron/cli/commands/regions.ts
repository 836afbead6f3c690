import { resolve } from 'node:path';
import type { RegionRow } from '../../../shared/api/inventory.js';
import { countText, deltaText, sizeText, timeText } from '../../../shared/base/quantity.js';
import type { CommandContext, ExitStatus } from '../command-context.js';
import { ofTarget } from '../of-target.js';
import { type Column, textTable } from '../text-table.js';
import { everyRow, type InventoryFlags } from './every-row.js';

export interface RegionFlags extends InventoryFlags {
  readonly by: 'kind' | 'name' | 'mapping';
}

/** The mappings of a recorded process, or what they grew by. */
export async function regions(
  { api, screen }: CommandContext,
  file: string,
  { top, ...query }: RegionFlags,
): Promise<ExitStatus> {
  const session = await api.sessions.open(resolve(file));
  const { rows, answer } = await everyRow(top, (page) =>
    api.inventory.regions(session.id, { ...query, page }),
  );
  const { target, at, from, total, totals } = answer;
  screen.answer({ target, at, ...(from !== undefined && { from }), total, totals, rows }, () =>
    [
      `${ofTarget(session.info.targets, target)}: ${from === undefined ? '' : `from ${timeText(from)} to `}${timeText(at)}: ${countText(totals.count)} mappings, RSS ${sizeText(totals.rss)}` +
        (totals.delta ? ` (${deltaText(totals.delta.rss, sizeText)})` : ''),
      textTable(rows, columns(query.by, from !== undefined)),
      total > rows.length ? `… and ${countText(total - rows.length)} more` : '',
    ]
      .filter(Boolean)
      .join('\n'),
  );
  return 0;
}

function columns(by: RegionFlags['by'], range: boolean): readonly Column<RegionRow>[] {
  const size = (head: string, key: 'size' | 'rss' | 'pss' | 'swap'): Column<RegionRow> => ({
    head,
    cell: (row) => sizeText(row[key]),
    align: 'right',
  });
  return [
    { head: 'KIND', cell: ({ kind }) => kind },
    ...(by === 'mapping'
      ? [
          { head: 'AT', cell: ({ start = 0 }: RegionRow) => start.toString(16), align: 'right' as const },
          { head: 'RIGHTS', cell: ({ rights = '' }: RegionRow) => rights },
        ]
      : [{ head: 'COUNT', cell: ({ count }: RegionRow) => countText(count), align: 'right' as const }]),
    size('SIZE', 'size'),
    size('RSS', 'rss'),
    ...(range
      ? [
          {
            head: 'Δ RSS',
            cell: ({ delta }: RegionRow) => deltaText(delta?.rss ?? 0, sizeText),
            align: 'right' as const,
          },
        ]
      : []),
    size('PSS', 'pss'),
    size('SWAP', 'swap'),
    ...(by === 'kind'
      ? []
      : [{ head: 'NAME', cell: ({ name }: RegionRow) => name || '(no name)', width: 100 }]),
  ];
}
