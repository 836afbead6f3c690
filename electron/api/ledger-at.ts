import { isFilling } from '../../shared/analysis/ledger/filling.js';
import { ledgerFromReading } from '../../shared/analysis/ledger/ledger-series.js';
import {
  LEDGER_LINES,
  LEDGER_PREFIX,
  type LEDGER_PSS_PREFIX,
  type Ledger,
} from '../../shared/model/ledger.js';
import type { Entry } from './session-entry.js';

type Prefix = typeof LEDGER_PREFIX | typeof LEDGER_PSS_PREFIX;

/** The account is taken every few seconds: the last one this many ms before a time stands for it. */
const REACH = 60_000;
const EVERY_POINT = 100_000;

/**
 * The last account of a target at or before a time, else the first after it, with the time that it was taken at: one may stand
 * for both ends of a range. Undefined where there is none near.
 */
export function accountAt(
  entry: Entry,
  target: number,
  time: number,
  prefix: Prefix = LEDGER_PREFIX,
): Account | undefined {
  return (
    read(entry, target, prefix, Math.max(0, time - REACH), time, 'last') ??
    read(entry, target, prefix, time, time + REACH, 'first')
  );
}

/** As `accountAt`; where none is near, the last one before that time, or the first after it, however far. */
export function accountNearest(entry: Entry, target: number, time: number): Account | undefined {
  return (
    accountAt(entry, target, time) ??
    read(entry, target, LEDGER_PREFIX, 0, time, 'last') ??
    read(entry, target, LEDGER_PREFIX, time, entry.info().duration, 'first')
  );
}

/**
 * `before`, or the first account after it that tells as much as `after` does: what was taken before the runtime could be asked
 * knows neither its heap nor how much of malloc's is in use, and beside another all of that would seem to have grown.
 */
export function comparable(
  entry: Entry,
  target: number,
  before: Account,
  after: Account,
  prefix: Prefix = LEDGER_PREFIX,
): Account {
  const wanted = toldBy((id) => bytesOf(after.ledger, id));
  const tells = (of: (id: string) => number): boolean => {
    const told = toldBy(of);
    return (told.heap || !wanted.heap) && (told.malloc || !wanted.malloc);
  };
  if (before.at >= after.at || tells((id) => bytesOf(before.ledger, id))) return before;
  const names = TELLING.map((id) => prefix + id);
  const columns = new Map<string, { readonly time: Float64Array; readonly max: Float64Array }>(
    entry
      .series({ target, names, from: before.at, to: after.at, points: EVERY_POINT })
      .map(({ name, time, max }) => [name, { time, max }]),
  );
  // All lines of an account are written in the same row.
  const times = columns.get(`${prefix}heap.used`)?.time ?? new Float64Array();
  for (const [row, time] of times.entries()) {
    const at = (id: string): number => columns.get(prefix + id)?.max[row] ?? 0;
    if (Number.isFinite(at('heap.used')) && tells(at))
      return time < after.at ? (accountAt(entry, target, time, prefix) ?? before) : before;
  }
  return before;
}

const TELLING = ['heap.used', 'malloc.used', 'malloc.free', 'malloc.rest'];
/** Arenas that malloc's own figures leave over. */
const LEFT_OVER = 0.25;

function toldBy(of: (id: string) => number): { readonly heap: boolean; readonly malloc: boolean } {
  const [used, free, rest] = ['malloc.used', 'malloc.free', 'malloc.rest'].map(of);
  return { heap: of('heap.used') > 0, malloc: used > 0 && rest <= LEFT_OVER * (used + free + rest) };
}

const bytesOf = ({ entries }: Ledger, id: string): number =>
  entries.find((line) => line.id === id)?.bytes ?? 0;

interface Account {
  readonly at: number;
  readonly ledger: Ledger;
}

function read(
  entry: Entry,
  target: number,
  prefix: Prefix,
  from: number,
  to: number,
  pick: 'first' | 'last',
): Account | undefined {
  const names = LEDGER_LINES.map(({ id }) => prefix + id);
  const reading: Record<string, number> = {};
  let at = pick === 'last' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  for (const { name, time: times, max } of entry.series({ target, names, from, to, points: EVERY_POINT })) {
    const row = pick === 'last' ? max.findLastIndex(Number.isFinite) : max.findIndex(Number.isFinite);
    if (row < 0) continue;
    reading[name] = max[row];
    at = pick === 'last' ? Math.max(at, times[row]) : Math.min(at, times[row]);
  }
  const ledger = ledgerFromReading(reading, prefix);
  return ledger && { at, ledger };
}

/** Whether a line of a target's account has all but stopped rising between two times. */
export function lineFills(entry: Entry, target: number, id: string, from: number, to: number): boolean {
  const [line] = entry.series({ target, names: [LEDGER_PREFIX + id], from, to, points: 2000 });
  return line !== undefined && isFilling(line.time, line.max);
}
