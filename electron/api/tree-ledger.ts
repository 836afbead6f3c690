import { account } from '../../shared/analysis/ledger/ledger.js';
import type { LedgerAnswer, LedgerQuery } from '../../shared/api/sessions.js';
import { Failure } from '../../shared/base/failure.js';
import { LEDGER_LINES, LEDGER_PSS_PREFIX, type Ledger } from '../../shared/model/ledger.js';
import type { RuntimeKind } from '../../shared/model/runtime.js';
import type { TargetInfo } from '../../shared/model/session.js';
import { grown } from './grown-ledger.js';
import { accountAt, comparable, lineFills } from './ledger-at.js';
import { ledgerBeside } from './ledger-beside.js';
import type { Entry } from './session-entry.js';
import { treePeak } from './tree-peak.js';
import { treeTrend } from './tree-trend.js';

/** A process counts from its birth to its end; a reading may come so many ms later than the birth. */
const BIRTH = 5000;

interface Share {
  readonly at: number;
  readonly target: TargetInfo;
  readonly ledger: Ledger;
}

/** The accounts of all processes added up by PSS: pages that they share count once. Throws a Failure where there is none. */
export function treeLedger(entry: Entry, { at, from, to }: LedgerQuery): LedgerAnswer {
  const { targets, duration } = entry.info();
  const processes = targets.filter(({ within }) => within === undefined);
  const end = to ?? at ?? duration;
  const sharesAt = (time: number): readonly Share[] =>
    processes.flatMap((target) => {
      const alive =
        target.firstSeen <= time + BIRTH && (target.exit === undefined || target.lastSeen >= time - 1000);
      const account = alive ? accountAt(entry, target.id, time, LEDGER_PSS_PREFIX) : undefined;
      return account ? [{ target, ...account }] : [];
    });
  const after = sharesAt(end);
  const before =
    from === undefined
      ? undefined
      : sharesAt(from).map((share) => {
          const later = after.find(({ target }) => target.id === share.target.id);
          return later
            ? { ...share, ...comparable(entry, share.target.id, share, later, LEDGER_PSS_PREFIX) }
            : share;
        });
  if (after.length === 0 && !before?.length)
    throw new Failure(
      'no-ledger',
      'This session has no account of PSS near that time.',
      'It is recorded on Linux, for processes whose memory map may be read.',
    );
  const kinds = new Set([...after, ...(before ?? [])].flatMap(({ target }) => managed(target)));
  const peak = treePeak(entry, processes, from ?? 0, end);
  const whole = sumOf(after);
  const answer =
    before && from !== undefined
      ? grown(
          sumOf(before),
          whole,
          (id) => after.some(({ target }) => lineFills(entry, target.id, id, from, end)),
          treeTrend(entry, processes, from, end),
        )
      : { ...whole, entries: whole.entries };
  const bytesOf = (shares: readonly Share[], target: number): number =>
    shares.find((share) => share.target.id === target)?.ledger.rss ?? 0;
  const seen = [...new Map([...after, ...(before ?? [])].map(({ target }) => [target.id, target])).values()];
  return {
    ...answer,
    entries:
      kinds.size > 1
        ? answer.entries.flatMap((line) => byRuntime(line, kinds, after, before))
        : answer.entries,
    processes: seen
      .map(({ id, pid, name }) => {
        const bytes = bytesOf(after, id);
        return { target: id, pid, name, bytes, ...(before && { delta: bytes - bytesOf(before, id) }) };
      })
      .sort((a, b) => b.bytes - a.bytes),
    ...(peak && { peak }),
    ...ledgerBeside(
      entry,
      seen.map(({ id }) => id),
      end,
      from,
    ),
  };
}

const managed = ({ runtime }: TargetInfo): readonly RuntimeKind[] =>
  runtime.kind === 'native' ? [] : [runtime.kind];

function sumOf(shares: readonly Share[]): Ledger {
  const entries = LEDGER_LINES.map((line) => ({ ...line, bytes: lineSum(shares, line.id) }));
  return account(
    entries.reduce((sum, { bytes }) => sum + bytes, 0),
    entries,
  );
}

function lineSum(shares: readonly Share[], id: string): number {
  return shares.reduce(
    (sum, { ledger }) => sum + (ledger.entries.find((line) => line.id === id)?.bytes ?? 0),
    0,
  );
}

type Line = LedgerAnswer['entries'][number];

/** In a tree of Python and Node each has its own heap lines. */
function byRuntime(
  line: Line,
  kinds: ReadonlySet<RuntimeKind>,
  after: readonly Share[],
  before: readonly Share[] | undefined,
): readonly Line[] {
  if (!line.id.startsWith('heap.')) return [line];
  return [...kinds].map((runtime): Line => {
    const own = (shares: readonly Share[]): readonly Share[] =>
      shares.filter(({ target }) => target.runtime.kind === runtime);
    const bytes = lineSum(own(after), line.id);
    const name = line.name.replace('Managed', runtime === 'cpython' ? 'Python' : 'V8');
    return { ...line, name, runtime, bytes, ...(before && { delta: bytes - lineSum(own(before), line.id) }) };
  });
}
