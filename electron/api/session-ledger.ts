import { settlingOf } from '../../shared/analysis/ledger/settling.js';
import { type RssTrend, rssTrend } from '../../shared/analysis/ledger/trend.js';
import type { LedgerAnswer, LedgerQuery } from '../../shared/api/sessions.js';
import { Failure } from '../../shared/base/failure.js';
import { LEDGER_PREFIX } from '../../shared/model/ledger.js';
import { grown } from './grown-ledger.js';
import { accountNearest, comparable, lineFills } from './ledger-at.js';
import { ledgerBeside } from './ledger-beside.js';
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
      'It is recorded for processes whose memory map may be read, and elsewhere than on Linux for those whose runtime is attached to: try leakscope doctor --pid.',
    );
  const near = (time: number) => {
    const found = accountNearest(entry, of, time);
    if (!found)
      throw new Failure('no-ledger', 'No account of RSS was taken near that time.', 'Choose another time.');
    return found;
  };
  const end = to ?? at ?? info.duration;
  const last = near(end);
  const { ledger: after } = last;
  const before = from === undefined ? undefined : comparable(entry, of, near(from), last);
  // Of one account alone nothing is known of a growth.
  const beside = ledgerBeside(entry, [of], end, from);
  if (from === undefined || !before || before.at >= last.at)
    return { ...after, entries: after.entries, ...beside };
  const answer = grown(
    before.ledger,
    after,
    (id) => lineFills(entry, of, id, from, end),
    trendOf(entry, of, from, end),
  );
  return { ...answer, ...beside };
}

const POINTS = 400;

/** Of RSS between two times, by the rule that the window's headline is made from. */
function trendOf(entry: Entry, target: number, from: number, to: number): RssTrend | undefined {
  const [rss] = entry.series({ target, names: ['rss'], from, to, points: POINTS });
  return rss && rssTrend(rss.time, rss.max, settlingOf(entry.info().snapshots, target));
}
