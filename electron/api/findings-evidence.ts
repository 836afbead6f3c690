import type { SnapshotQueries } from '../../shared/api/snapshots.js';
import { snapshotId } from '../../shared/base/brand.js';
import { Failure } from '../../shared/base/failure.js';
import { containerOf } from '../../shared/findings/container-of.js';
import type {
  Evidence,
  FoundPlace,
  GrowingClass,
  HeapEvidence,
  LedgerEvidence,
  Points,
} from '../../shared/findings/evidence.js';
import { frameStep } from '../../shared/findings/frame-step.js';
import type { SessionInfo, TargetInfo } from '../../shared/model/session.js';
import type { PathStep } from '../../shared/model/snapshot-rows.js';
import { definitionLine, frameFile, listeningLine, puttingLine, timerLine } from './putting-line.js';
import type { Entry } from './session-entry.js';
import { sessionLedger } from './session-ledger.js';

const POINTS = 2000;
const MOST_CLASSES = 6;
const MOST_PATHS = 3;
const USED = /^(rss|threads|fds|blocks|arrayBuffers|heap\.(used|limit)|(threads|handles)\..{1,60}\.count)$/;

export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Gathers what the rules judge of one target. What was not recorded is absent. */
export async function findingsEvidence(
  entry: Entry,
  snapshots: SnapshotQueries,
  target: TargetInfo,
  { from, to }: Range,
): Promise<Evidence> {
  const info = entry.info();
  return {
    target: target.id,
    from,
    to,
    series: seriesOf(entry, info, target.id, { from, to }),
    ledger: ledgerOf(entry, target.id, { from, to }),
    timerPlace: timerLine(target.command),
    heap: await heapOf(entry, snapshots, target, { from, to }),
  };
}

function seriesOf(entry: Entry, info: SessionInfo, target: number, range: Range): Map<string, Points> {
  const names = info.series
    .filter((series) => series.target === target && USED.test(series.name))
    .map(({ name }) => name);
  const columns = names.length === 0 ? [] : entry.series({ target, names, ...range, points: POINTS });
  return new Map(columns.map(({ name, time, min }) => [name, { time, value: min }]));
}

function ledgerOf(entry: Entry, target: number, { from, to }: Range): LedgerEvidence | undefined {
  try {
    const { rss, entries, verdict } = sessionLedger(entry, { target, from, to });
    return (
      verdict && {
        rss,
        kind: verdict.kind,
        sentence: verdict.sentence,
        advice: verdict.advice,
        entries: entries.map(({ id, bytes, delta }) => ({ id, bytes, delta: delta ?? 0 })),
      }
    );
  } catch (error) {
    if (error instanceof Failure && error.code === 'no-ledger') return undefined;
    throw error;
  }
}

async function heapOf(
  entry: Entry,
  snapshots: SnapshotQueries,
  target: TargetInfo,
  { from, to }: Range,
): Promise<HeapEvidence | undefined> {
  const taken = entry
    .info()
    .snapshots.filter((one) => one.target === target.id && !one.partial && one.at >= from && one.at <= to);
  const [first, last] = [taken[0], taken.at(-1)];
  if (!first || !last || first.id === last.id) return undefined;
  const base = snapshotId(`${entry.id}/${first.id}`);
  const compared = snapshotId(`${entry.id}/${last.id}`);
  const { rows } = await snapshots.diff({
    base,
    compared,
    by: 'class',
    filter: { only: 'growing' },
    sort: { by: 'retainedDelta', descending: true },
    page: { from: 0, count: MOST_CLASSES },
  });
  const growing: GrowingClass[] = [];
  for (const row of rows) {
    const paths = await snapshots.paths(compared, { className: row.name, newSince: base, limit: MOST_PATHS });
    growing.push({
      row,
      paths: paths.map((path) => ({ ...path, place: placeOf(target.command, path.steps) })),
    });
  }
  return { span: last.at - first.at, growing };
}

/** Where the source says that it happens: a frame's own line, the cached method, the listening or the putting line. */
function placeOf(command: string, steps: readonly PathStep[]): FoundPlace | undefined {
  const traced = steps.find(({ edge }) => edge.endsWith('tb_frame')) ?? steps.at(-1);
  const frame = traced && frameStep(traced);
  if (frame) return { ...frame, file: frameFile(command, frame.file), how: 'where the frame stands' };
  const cache = steps.find(({ name }) => name === 'functools._lru_cache_wrapper');
  if (cache) return definitionLine(command, cache.edge.replace(/^[.]/, ''));
  const container = containerOf(steps);
  if (!container) return undefined;
  const [emitter, events, event] = container.path.split('.').slice(-3);
  return events === '_events' ? listeningLine(command, emitter, event) : puttingLine(command, container.name);
}
