import { resolve } from 'node:path';
import { countText, sizeText, timeText } from '../../../shared/base/quantity.js';
import type { SessionInfo } from '../../../shared/model/session.js';
import type { CommandContext, ExitStatus } from '../command-context.js';
import { textTable } from '../text-table.js';

export async function info({ api, screen }: CommandContext, file: string): Promise<ExitStatus> {
  const session = await api.sessions.open(resolve(file));
  screen.answer(session.info, () => infoText(session.info));
  return 0;
}

function infoText(session: SessionInfo): string {
  const value = (unit: string, n: number): string =>
    unit === 'bytes' ? sizeText(n) : String(Math.round(n * 10) / 10);
  return [
    `${session.startedAt}, ${timeText(session.duration)}${session.complete ? '' : ', not complete: the recorder was cut off'}`,
    '',
    textTable(session.targets, [
      { head: 'TARGET', cell: (t) => String(t.id), align: 'right' },
      { head: 'PID', cell: (t) => String(t.pid), align: 'right' },
      { head: 'RUNTIME', cell: (t) => [t.runtime.flavour, t.runtime.version].filter(Boolean).join(' ') },
      { head: 'SEEN', cell: (t) => `${timeText(t.firstSeen)} – ${timeText(t.lastSeen)}` },
      { head: 'COMMAND', cell: (t) => `${t.command || t.name}${t.exit ? ` (${t.exit})` : ''}`, width: 90 },
    ]),
    '',
    textTable(session.snapshots, [
      { head: 'SNAPSHOT', cell: (s) => `#${s.id}`, align: 'right' },
      { head: 'TARGET', cell: (s) => String(s.target), align: 'right' },
      { head: 'AT', cell: (s) => timeText(s.at), align: 'right' },
      { head: 'OBJECTS', cell: (s) => countText(s.nodes), align: 'right' },
      { head: 'EDGES', cell: (s) => countText(s.edges), align: 'right' },
      { head: 'SIZE', cell: (s) => sizeText(s.bytes), align: 'right' },
      { head: 'PAUSE', cell: (s) => timeText(s.pause), align: 'right' },
    ]),
    '',
    textTable(session.marks, [
      { head: 'MARK', cell: (m) => timeText(m.at), align: 'right' },
      { head: 'KIND', cell: (m) => m.kind },
      { head: 'TARGET', cell: (m) => String(m.target ?? '') },
      { head: 'TEXT', cell: (m) => m.text, width: 120 },
    ]),
    '',
    textTable(session.series, [
      { head: 'TARGET', cell: (s) => String(s.target), align: 'right' },
      { head: 'SERIES', cell: (s) => s.name },
      { head: 'SAMPLES', cell: (s) => countText(s.count), align: 'right' },
      { head: 'FIRST', cell: (s) => value(s.unit, s.first), align: 'right' },
      { head: 'MIN', cell: (s) => value(s.unit, s.min), align: 'right' },
      { head: 'MAX', cell: (s) => value(s.unit, s.max), align: 'right' },
      { head: 'LAST', cell: (s) => value(s.unit, s.last), align: 'right' },
    ]),
  ].join('\n');
}
