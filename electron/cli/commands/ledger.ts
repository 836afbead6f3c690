import { resolve } from 'node:path';
import type { LedgerQuery } from '../../../shared/api/sessions.js';
import { deltaText, sizeText } from '../../../shared/base/quantity.js';
import type { CommandContext, ExitStatus } from '../command-context.js';
import { textTable } from '../text-table.js';

export async function ledger(
  { api, screen }: CommandContext,
  file: string,
  query: LedgerQuery,
): Promise<ExitStatus> {
  const session = await api.sessions.open(resolve(file));
  const answer = await api.sessions.ledger(session.id, query);
  const entries = answer.entries.map(({ id, name, bytes, delta }) => ({ id, name, bytes, delta }));
  const { rss, explained, unexplained } = answer;
  screen.answer({ rss, explained, entries, unexplained }, () =>
    [
      answer.verdict ? `${answer.verdict.sentence} ${answer.verdict.advice}` : '',
      `RSS ${sizeText(rss)}, explained ${(explained * 100).toFixed(1)} %`,
      textTable(
        entries.filter(({ bytes, delta }) => bytes !== 0 || delta),
        [
          { head: 'ENTRY', cell: (entry) => entry.name },
          { head: 'BYTES', cell: (entry) => sizeText(entry.bytes), align: 'right' },
          {
            head: query.from === undefined ? '' : 'Δ',
            cell: (entry) => (entry.delta === undefined ? '' : deltaText(entry.delta, sizeText)),
            align: 'right',
          },
        ],
      ),
    ]
      .filter(Boolean)
      .join('\n'),
  );
  return 0;
}
