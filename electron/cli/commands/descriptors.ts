import { resolve } from 'node:path';
import type { DescriptorRow } from '../../../shared/api/inventory.js';
import { countText, deltaText, timeText } from '../../../shared/base/quantity.js';
import type { CommandContext, ExitStatus } from '../command-context.js';
import { ofTarget } from '../of-target.js';
import { textTable } from '../text-table.js';
import { everyRow, type InventoryFlags } from './every-row.js';

export interface DescriptorFlags extends InventoryFlags {
  readonly by: 'kind' | 'name' | 'descriptor';
}

/** The open descriptors of a recorded process, or how many more there are. */
export async function descriptors(
  { api, screen }: CommandContext,
  file: string,
  { top, ...query }: DescriptorFlags,
): Promise<ExitStatus> {
  const session = await api.sessions.open(resolve(file));
  const { rows, answer } = await everyRow(top, (page) =>
    api.inventory.descriptors(session.id, { ...query, page }),
  );
  const { target, at, from, total, totals } = answer;
  const signed = (count: number): string => deltaText(count, countText);
  screen.answer({ target, at, ...(from !== undefined && { from }), total, totals, rows }, () =>
    [
      `${ofTarget(session.info.targets, target)}: ${from === undefined ? '' : `from ${timeText(from)} to `}${timeText(at)}: ${countText(totals.count)} descriptors` +
        (totals.delta === undefined ? '' : ` (${signed(totals.delta)})`),
      textTable(rows, [
        query.by === 'descriptor'
          ? { head: 'FD', cell: ({ fd = -1 }: DescriptorRow) => String(fd), align: 'right' as const }
          : { head: 'COUNT', cell: ({ count }: DescriptorRow) => countText(count), align: 'right' as const },
        ...(from === undefined
          ? []
          : [{ head: 'Δ', cell: ({ delta }: DescriptorRow) => signed(delta ?? 0), align: 'right' as const }]),
        { head: 'KIND', cell: ({ kind }) => kind },
        { head: 'NAME', cell: ({ name }) => name, width: 100 },
      ]),
      total > rows.length ? `… and ${countText(total - rows.length)} more` : '',
    ]
      .filter(Boolean)
      .join('\n'),
  );
  return 0;
}
