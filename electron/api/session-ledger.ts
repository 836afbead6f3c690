import type { LedgerAnswer, LedgerQuery } from '../../shared/api/sessions.js';
import { Failure } from '../../shared/base/failure.js';
import { LEDGER_PREFIX, type Ledger } from '../../shared/model/ledger.js';
import { grown } from './grown-ledger.js';
import { ledgerAt, lineFills } from './ledger-at.js';
import type { Entry } from './session-entry.js';
import { treeLedger } from './tree-ledger.js';

/** The recorded account of a target's RSS, at a time or between two. Throws a Failure where none was recorded. */
export function sessionLedger(entry: Entry, query: LedgerQuery): LedgerAnswer {
  if (query.tree) return treeLedger(entry, query);
  const { target, at, from, to } = query;
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
  const near = (time: number): Ledger => {
    const found = ledgerAt(entry, of, time);
    if (!found)
      throw new Failure('no-ledger', 'No account of RSS was taken near that time.', 'Choose another time.');
    return found;
  };
  const end = to ?? at ?? info.duration;
  const after = near(end);
  if (from === undefined) return { ...after, entries: after.entries };
  return grown(near(from), after, (id) => lineFills(entry, of, id, from, end));
}
