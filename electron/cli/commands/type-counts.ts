import { countText, deltaText, sizeText, timeText } from '../../../shared/base/quantity.js';
import type { ObjectCounts, TypeCount } from '../../../shared/model/live-objects.js';
import type { CommandContext, ExitStatus } from '../command-context.js';
import { textTable } from '../text-table.js';

interface TypeRow extends TypeCount {
  /** Since the first of two counts. */
  readonly countDelta?: number;
  readonly bytesDelta?: number;
}

/** Live objects by type; with `again` those whose number changed meanwhile, most growth first. */
export async function typeCounts(
  { host, screen, signal }: CommandContext,
  pid: number,
  {
    again,
    top,
    outside = false,
  }: { readonly again?: number; readonly top: number; readonly outside?: boolean },
): Promise<ExitStatus> {
  const counts = await host.countTypes(pid, again, { signal, onWait: screen.waiting, outside });
  const [first, last] = [counts[0], counts[counts.length - 1]];
  const all: readonly TypeRow[] = counts.length > 1 ? grown(first, last) : last.types;
  const rows = all.slice(0, top);
  const { total, bytes, method, pause } = last;
  const grew = counts.length > 1;
  const growth = {
    ...(grew && { totalDelta: total - first.total }),
    ...(grew && bytes !== undefined && first.bytes !== undefined && { bytesDelta: bytes - first.bytes }),
  };
  const known = bytes === undefined ? {} : { bytes };
  screen.answer({ pid, total, ...known, method, pause, ...growth, types: all.length, rows }, () =>
    [
      `${countText(total)} objects${counts.length > 1 ? ` (${deltaText(total - first.total, countText)})` : ''}` +
        `${bytes === undefined ? '' : `, ${sizeText(bytes)} by themselves`}; counted ${PLACE[method]}, pause ${timeText(pause)}`,
      textTable(rows, [
        { head: 'COUNT', cell: ({ count }) => countText(count), align: 'right' },
        ...(counts.length > 1
          ? [
              {
                head: 'Δ',
                cell: ({ countDelta = 0 }: TypeRow) => deltaText(countDelta, countText),
                align: 'right' as const,
              },
            ]
          : []),
        // V8 counts, and does not say how large.
        ...(rows.some(({ bytes: size }) => size !== undefined)
          ? [
              {
                head: 'SIZE',
                cell: ({ bytes: size }: TypeRow) => (size === undefined ? '' : sizeText(size)),
                align: 'right' as const,
              },
            ]
          : []),
        {
          head: 'TYPE',
          cell: ({ name, written }) => (written ? `${name}  ${written.file}:${written.line}` : name),
        },
      ]),
      all.length > rows.length ? `… and ${countText(all.length - rows.length)} more` : '',
    ]
      .filter(Boolean)
      .join('\n'),
  );
  return 0;
}

const PLACE: Readonly<Record<ObjectCounts['method'], string>> = {
  fork: 'in a copy of the process',
  'in-process': 'in the process itself',
  outside: 'from outside while it went on, roughly',
};

function grown(first: ObjectCounts, last: ObjectCounts): readonly TypeRow[] {
  const before = new Map(first.types.map((row) => [row.name, row]));
  const names = new Set(last.types.map(({ name }) => name));
  const gone = first.types
    .filter(({ name }) => !names.has(name))
    .map(({ name, bytes }) => ({ name, count: 0, ...(bytes !== undefined && { bytes: 0 }) }));
  return [...last.types, ...gone]
    .map((row): TypeRow => {
      const old = before.get(row.name);
      const countDelta = row.count - (old?.count ?? 0);
      return row.bytes === undefined
        ? { ...row, countDelta }
        : { ...row, countDelta, bytesDelta: row.bytes - (old?.bytes ?? 0) };
    })
    .filter(({ countDelta }) => countDelta !== 0)
    .sort((a, b) => (b.countDelta ?? 0) - (a.countDelta ?? 0));
}
