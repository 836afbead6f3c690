import { resolve } from 'node:path';
import type { LedgerQuery } from '../../../shared/api/sessions.js';
import { printable } from '../../../shared/base/printable.js';
import { deltaText, sizeText, timeText } from '../../../shared/base/quantity.js';
import type { CommandContext, ExitStatus } from '../command-context.js';
import { textTable } from '../text-table.js';

export async function ledger(
  { api, screen }: CommandContext,
  file: string,
  query: LedgerQuery,
): Promise<ExitStatus> {
  const session = await api.sessions.open(resolve(file));
  const answer = await api.sessions.ledger(session.id, query);
  // Nobody should take the first for all.
  const { targets } = session.info;
  const processes = targets.filter(({ within }) => within === undefined);
  if (query.target === undefined && !query.tree && processes.length > 1) {
    const [{ name, pid }] = processes;
    const first = `${printable(name, 100)} (${pid}), the first of ${processes.length} processes`;
    screen.say(`of ${first}: --target ID for another, --tree for all together`);
  }
  const entries = answer.entries.map(({ id, name, bytes, delta }) => ({ id, name, bytes, delta }));
  const { rss, explained, unexplained, verdict, processes: parts, peak } = answer;
  const beside = answer.beside?.map(({ id, name, bytes, delta }) => ({ id, name, bytes, delta }));
  const json = { rss, explained, entries, unexplained, verdict, processes: parts, peak, beside };
  const shownBeside = beside?.filter(({ bytes, delta }) => bytes !== 0 || delta) ?? [];
  screen.answer(json, () =>
    [
      verdict ? `${verdict.sentence} ${verdict.advice}` : '',
      verdict && verdict.heldFree > 0
        ? `Held free: ${sizeText(verdict.heldFree)}; at most so much could be given back.`
        : '',
      peak
        ? `At most ${sizeText(peak.pss ?? peak.rss)} together (RSS ${sizeText(peak.rss)} at ${timeText(peak.at)}).`
        : '',
      `${parts ? 'PSS' : 'RSS'} ${sizeText(rss)}, explained ${(explained * 100).toFixed(1)} %`,
      textTable(
        entries.filter(({ bytes, delta }) => bytes !== 0 || delta),
        columns('ENTRY', query),
      ),
      shownBeside.length > 0 ? textTable(shownBeside, columns('BESIDE RSS', query)) : '',
      parts
        ? textTable(parts, [
            { head: 'PID', cell: ({ pid }) => String(pid), align: 'right' },
            { head: 'PSS', cell: ({ bytes }) => sizeText(bytes), align: 'right' },
            {
              head: query.from === undefined ? '' : 'Δ',
              cell: ({ delta }) => (delta === undefined ? '' : deltaText(delta, sizeText)),
              align: 'right',
            },
            { head: 'PROCESS', cell: ({ name }) => name },
          ])
        : '',
    ]
      .filter(Boolean)
      .join('\n'),
  );
  return 0;
}

interface Line {
  readonly name: string;
  readonly bytes: number;
  readonly delta?: number | undefined;
}

function columns(head: string, { from }: LedgerQuery): Parameters<typeof textTable<Line>>[1] {
  return [
    { head, cell: ({ name }) => name },
    { head: 'BYTES', cell: ({ bytes }) => sizeText(bytes), align: 'right' },
    {
      head: from === undefined ? '' : 'Δ',
      cell: ({ delta }) => (delta === undefined ? '' : deltaText(delta, sizeText)),
      align: 'right',
    },
  ];
}
