import { resolve } from 'node:path';
import type { ThreadRow } from '../../../shared/api/inventory.js';
import { countText, deltaText, sizeText, timeText } from '../../../shared/base/quantity.js';
import type { CommandContext, ExitStatus } from '../command-context.js';
import { ofTarget } from '../of-target.js';
import { textTable } from '../text-table.js';
import { everyRow, type InventoryFlags } from './every-row.js';

export interface ThreadFlags extends InventoryFlags {
  readonly by: 'thread' | 'pattern' | 'start';
}

/** The threads of a recorded process, or how many more there are. */
export async function threads(
  { api, screen }: CommandContext,
  file: string,
  { top, ...query }: ThreadFlags,
): Promise<ExitStatus> {
  const session = await api.sessions.open(resolve(file));
  const { rows, answer } = await everyRow(top, (page) =>
    api.inventory.threads(session.id, { ...query, page }),
  );
  const { target, at, from, total, totals } = answer;
  const signed = (count: number): string => deltaText(count, countText);
  screen.answer({ target, at, ...(from !== undefined && { from }), total, totals, rows }, () =>
    [
      `${ofTarget(session.info.targets, target)}: ${from === undefined ? '' : `from ${timeText(from)} to `}${timeText(at)}: ${countText(totals.count)} threads` +
        (totals.delta === undefined ? '' : ` (${signed(totals.delta)})`) +
        `, stacks ${sizeText(totals.stackRss)} resident of ${sizeText(totals.stackSize)}`,
      textTable(rows, [
        query.by === 'thread'
          ? { head: 'TID', cell: ({ id = 0 }: ThreadRow) => String(id), align: 'right' as const }
          : { head: 'COUNT', cell: ({ count }: ThreadRow) => countText(count), align: 'right' as const },
        ...(from === undefined
          ? []
          : [{ head: 'Δ', cell: ({ delta }: ThreadRow) => signed(delta ?? 0), align: 'right' as const }]),
        { head: 'CPU', cell: ({ cpu }) => timeText(cpu), align: 'right' },
        { head: 'STACK', cell: ({ stackSize }) => sizeText(stackSize), align: 'right' },
        { head: 'RESIDENT', cell: ({ stackRss }) => sizeText(stackRss), align: 'right' },
        { head: query.by === 'start' ? 'START' : 'NAME', cell: ({ name }) => name },
        ...(query.by === 'thread' ? [{ head: 'START', cell: ({ start = '' }: ThreadRow) => start }] : []),
      ]),
      total > rows.length ? `… and ${countText(total - rows.length)} more` : '',
    ]
      .filter(Boolean)
      .join('\n'),
  );
  return 0;
}
