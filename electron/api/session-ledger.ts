import { ledgerGrowth } from '../../shared/analysis/ledger/growth.js';
import { ledgerFromReading } from '../../shared/analysis/ledger/ledger-series.js';
import { ledgerVerdict } from '../../shared/analysis/ledger/verdict.js';
import type { LedgerAnswer, LedgerQuery } from '../../shared/api/sessions.js';
import { Failure } from '../../shared/base/failure.js';
import { LEDGER_LINES, LEDGER_PREFIX, type Ledger } from '../../shared/model/ledger.js';
import type { Entry } from './session-entry.js';

/** The account is taken every few seconds: the last one this many ms before a time stands for it. */
const REACH = 60_000;
const EVERY_POINT = 100_000;
const NAMES = LEDGER_LINES.map(({ id }) => LEDGER_PREFIX + id);

/** The recorded account of a target's RSS, at a time or between two. Throws a Failure where none was recorded. */
export function sessionLedger(entry: Entry, { target, at, from, to }: LedgerQuery): LedgerAnswer {
  const info = entry.info();
  const accounted = info.series.filter(({ name }) => name.startsWith(LEDGER_PREFIX));
  const of = target ?? accounted[0]?.target;
  if (of === undefined || !accounted.some((series) => series.target === of))
    throw new Failure(
      'no-ledger',
      target === undefined
        ? 'This session has no account of RSS.'
        : `Target ${target} has no account of RSS.`,
      'It is recorded on Linux, for processes whose memory map may be read: try leakscope doctor --pid.',
    );
  const end = to ?? at ?? info.duration;
  const after = nearest(entry, of, end);
  if (from === undefined) return { ...after, entries: after.entries };
  const growth = ledgerGrowth(nearest(entry, of, from), after);
  const deltas = new Map(growth.steps.map(({ id, delta }) => [id, delta]));
  const { kind, sentence, advice } = ledgerVerdict(growth);
  return {
    ...after,
    entries: after.entries.map((line) => ({ ...line, delta: deltas.get(line.id) ?? 0 })),
    verdict: { kind, sentence, advice },
  };
}

/** The last account at or before a time, else the first after it. */
function nearest(entry: Entry, target: number, time: number): Ledger {
  const read = (from: number, to: number, pick: 'first' | 'last'): Ledger | undefined => {
    const reading: Record<string, number> = {};
    for (const { name, max } of entry.series({ target, names: NAMES, from, to, points: EVERY_POINT })) {
      const value = pick === 'last' ? max.findLast(Number.isFinite) : max.find(Number.isFinite);
      if (value !== undefined) reading[name] = value;
    }
    return ledgerFromReading(reading);
  };
  const found = read(Math.max(0, time - REACH), time, 'last') ?? read(time, time + REACH, 'first');
  if (!found)
    throw new Failure('no-ledger', 'No account of RSS was taken near that time.', 'Choose another time.');
  return found;
}
