import type { SeriesColumns } from '../../../shared/api/sessions.js';
import { LEDGER_PREFIX } from '../../../shared/model/ledger.js';
import type { RuntimeKind } from '../../../shared/model/runtime.js';
import { seriesDefinition } from '../../../shared/model/series.js';
import { ledgerFill } from '../../theme/ledger-colours.js';
import type { Token } from '../../theme/palette.js';
import type { Ledger, LedgerEntry } from './use-ledger.js';
import { words } from './words.js';

/** Readings must cover this share of the range. */
const LEAST_COVER = 0.6;

/** Where RSS is, from its series at both ends. Undefined without RSS. */
export function ledgerOf(
  columns: readonly SeriesColumns[],
  runtime: RuntimeKind,
  from: number,
  to: number,
): Ledger | undefined {
  const series = columns.find(({ name }) => name === 'rss');
  if (!series || series.time.length === 0) return undefined;
  const own = columns.filter(({ name }) => name.startsWith(LEDGER_PREFIX));
  // The account is read seldom: over a short range its ends say less than what the runtime says of itself.
  const [reading] = own;
  const span = reading ? (reading.time.at(-1) ?? 0) - (reading.time[0] ?? 0) : 0;
  const whole = reading !== undefined && span > 0 && span >= (to - from) * LEAST_COVER;
  const parts = whole ? own.map((one) => partOf(one, runtime)) : runtimeParts(columns, runtime);
  const known = parts.reduce((sum, { start, end }) => ({ start: sum.start + start, end: sum.end + end }), {
    start: 0,
    end: 0,
  });
  // Its lines sum to RSS at the moments at which they were read, and to no other.
  const rss = whole ? known : ends(series);
  const rest: LedgerEntry = {
    id: 'rest',
    title: parts.length > 0 ? words.rest : words.all,
    about: words.restAbout,
    colour: 'm-file',
    start: Math.max(0, rss.start - known.start),
    end: Math.max(0, rss.end - known.end),
  };
  const entries = whole ? parts : [...parts, rest];
  return { entries, rss, series, from, to, whole };
}

function partOf(series: SeriesColumns, runtime: RuntimeKind): LedgerEntry {
  const { title, definition } = seriesDefinition(series.name);
  const fill = ledgerFill(series.name.slice(LEDGER_PREFIX.length), runtime);
  return { id: series.name, title, about: definition, ...fill, ...ends(series) };
}

function runtimeParts(columns: readonly SeriesColumns[], runtime: RuntimeKind): readonly LedgerEntry[] {
  const find = (name: string): SeriesColumns | undefined => columns.find((one) => one.name === name);
  const heap = find('heap.committed');
  const external = find('external');
  return [
    ...(heap
      ? [
          {
            id: heap.name,
            title: words.managed(runtime),
            about: seriesDefinition(heap.name).definition,
            colour: (runtime === 'cpython' ? 'm-py' : 'm-v8') as Token,
            ...ends(heap),
          },
        ]
      : []),
    ...(external
      ? [
          {
            id: external.name,
            title: words.external,
            about: seriesDefinition(external.name).definition,
            colour: 'm-ext' as Token,
            ...ends(external),
          },
        ]
      : []),
  ];
}

function ends({ max }: SeriesColumns): { readonly start: number; readonly end: number } {
  const known = max.filter((value) => !Number.isNaN(value));
  return { start: known[0] ?? 0, end: known.at(-1) ?? 0 };
}
