import type { CommandContext, ExitStatus } from '../command-context.js';
import { textTable } from '../text-table.js';

/** `ps --address`: what can be debugged there. */
export async function behind({ api, screen }: CommandContext, address: string): Promise<ExitStatus> {
  const found = await api.processes.behind(address);
  screen.answer(found, () =>
    textTable(found.targets, [
      { head: 'TYPE', cell: ({ type }) => type, width: 16 },
      { head: 'TITLE', cell: ({ title }) => title, width: 40 },
      { head: 'URL', cell: ({ url }) => url, width: 100 },
    ]),
  );
  return 0;
}
