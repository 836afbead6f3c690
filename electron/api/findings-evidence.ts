import { type SnapshotId, snapshotId } from '../../shared/base/brand.js';
import type { Call } from '../../shared/base/call.js';
import { Failure } from '../../shared/base/failure.js';
import type { Evidence, Kin, LedgerEvidence, Points, SourcedHeap } from '../../shared/findings/evidence.js';
import type { HeapEvidence } from '../../shared/model/heap-evidence.js';
import type { SessionInfo, TargetInfo } from '../../shared/model/session.js';
import { ProgramSources } from './program-sources.js';
import type { Entry } from './session-entry.js';
import { sessionLedger } from './session-ledger.js';
import { sourcedHeap } from './sourced-heap.js';

const POINTS = 2000;
/** Points of the series of living children. */
const CHILD_POINTS = 100;
const USED =
  /^(rss|threads|fds|blocks|traced|arrayBuffers|heap\.(used|limit)|(threads|handles|fds)\..{1,60}\.count)$/;
/** Collections that look at the whole heap. */
const WHOLE = /mark-sweep|mark-compact|major|generation 2/i;

export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Compares two snapshots where their graphs are; brings them in first. */
export type CompareHeaps = (base: SnapshotId, compared: SnapshotId, call?: Call) => Promise<HeapEvidence>;

/** Gathers what the rules judge of one target, but its kin. What was not recorded is absent. */
export async function findingsEvidence(
  entry: Entry,
  compare: CompareHeaps,
  target: TargetInfo,
  range: Range,
  call?: Call,
): Promise<Evidence> {
  const info = entry.info();
  const heap = await heapOf(entry, compare, target, range, call);
  const ledger = ledgerOf(entry, target.id, range);
  return {
    target: target.id,
    ...range,
    series: seriesOf(entry, info, target, range),
    collections: collectionsOf(entry, target.id, range),
    ...(ledger && { ledger }),
    ...(heap && { heap }),
  };
}

/** The processes next to one in the tree, with what their threads do. */
export function kinOf(
  info: SessionInfo,
  target: TargetInfo,
  all: ReadonlyMap<number, Evidence>,
): readonly Kin[] {
  return info.targets.flatMap((other) => {
    const relation = other.ppid === target.pid ? 'child' : other.pid === target.ppid ? 'parent' : undefined;
    if (!relation || other.within !== undefined) return [];
    const stacks = all.get(other.id)?.heap?.stacks ?? [];
    return [{ relation, pid: other.pid, target: other.id, alive: !ended(other), stacks }] as const;
  });
}

/** Detached at the end of a recording is alive. */
const ended = ({ exit }: TargetInfo): boolean => exit !== undefined && exit !== 'detached';

function seriesOf(entry: Entry, info: SessionInfo, target: TargetInfo, range: Range): Map<string, Points> {
  const names = info.series
    .filter((series) => series.target === target.id && USED.test(series.name))
    .map(({ name }) => name)
    .slice(0, 64);
  const columns =
    names.length === 0 ? [] : entry.series({ target: target.id, names, ...range, points: POINTS });
  const series = new Map<string, Points>(columns.map(({ name, time, min }) => [name, { time, value: min }]));
  const children = childrenOf(info, target, range);
  if (children) series.set('children', children);
  return series;
}

/** How many children were alive, by when they were first and last seen. */
function childrenOf({ targets }: SessionInfo, { pid }: TargetInfo, { from, to }: Range): Points | undefined {
  const children = targets.filter(({ ppid, within }) => ppid === pid && within === undefined);
  if (children.length === 0 || to <= from) return undefined;
  const time = Array.from(
    { length: CHILD_POINTS },
    (_, at) => from + ((to - from) * at) / (CHILD_POINTS - 1),
  );
  const alive = (child: TargetInfo, at: number): boolean =>
    child.firstSeen <= at && (!ended(child) || child.lastSeen >= at);
  return { time, value: time.map((at) => children.filter((child) => alive(child, at)).length) };
}

function collectionsOf(entry: Entry, target: number, { from, to }: Range): readonly number[] {
  return entry
    .gcEvents(target, from, to)
    .filter(({ kind }) => WHOLE.test(kind))
    .map(({ at }) => at);
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
        entries: entries.map(({ id, name, bytes, delta }) => ({ id, name, bytes, delta: delta ?? 0 })),
      }
    );
  } catch (error) {
    if (error instanceof Failure && error.code === 'no-ledger') return undefined;
    throw error;
  }
}

async function heapOf(
  entry: Entry,
  compare: CompareHeaps,
  target: TargetInfo,
  { from, to }: Range,
  call: Call | undefined,
): Promise<SourcedHeap | undefined> {
  const taken = entry
    .info()
    .snapshots.filter((one) => one.target === target.id && !one.partial && one.at >= from && one.at <= to);
  const [first, last] = [taken[0], taken.at(-1)];
  if (!first || !last || first.id === last.id) return undefined;
  const id = (number: number): SnapshotId => snapshotId(`${entry.id}/${number}`);
  const heap = await compare(id(first.id), id(last.id), call);
  const sources = new ProgramSources(target.command, folderOf(entry, target.id), heap.files);
  return sourcedHeap(heap, sources, { span: last.at - first.at, snapshots: [first.id, last.id] });
}

/** Where the target worked, as its recorder kept it. */
function folderOf(entry: Entry, target: number): string | undefined {
  const [place] = entry.artifacts({ kind: 'place', target });
  const meta = place?.meta;
  const cwd = typeof meta === 'object' && meta !== null ? (meta as { cwd?: unknown }).cwd : undefined;
  return typeof cwd === 'string' ? cwd : undefined;
}
