import type { ProcessRow } from '../../../shared/api/processes.js';
import { sizeText } from '../../../shared/base/quantity.js';
import type { CommandContext, ExitStatus } from '../command-context.js';
import { textTable } from '../text-table.js';

export async function ps({ api, screen }: CommandContext): Promise<ExitStatus> {
  const rows = await api.processes.list();
  screen.answer(rows.map(publicRow), () =>
    textTable(
      // Threads of the kernel have no memory of their own.
      rows.filter(({ rss }) => rss > 0).sort((a, b) => b.rss - a.rss),
      [
        { head: 'PID', cell: (row) => String(row.pid), align: 'right' },
        { head: 'USER', cell: (row) => row.user, width: 12 },
        {
          head: 'RUNTIME',
          cell: (row) => [row.runtime.flavour, row.runtime.version].filter(Boolean).join(' '),
          width: 20,
        },
        { head: 'RSS', cell: (row) => sizeText(row.rss), align: 'right' },
        { head: 'ATTACH', cell: (row) => (row.attachable ? 'ready' : 'system only') },
        { head: 'COMMAND', cell: (row) => row.command || row.name, width: 100 },
      ],
    ),
  );
  return 0;
}

/** The contract's keys, in its order; the window's own are left out. */
function publicRow({
  pid,
  ppid,
  name,
  command,
  user,
  runtime,
  rss,
  pss,
  uss,
  attachable,
  reason,
}: ProcessRow): object {
  return { pid, ppid, name, command, user, runtime, rss, pss, uss, attachable, reason };
}
