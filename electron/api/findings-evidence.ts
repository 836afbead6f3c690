import { settlingOf } from '../../shared/analysis/ledger/settling.js';
import { type SnapshotId, snapshotId } from '../../shared/base/brand.js';
import type { Call } from '../../shared/base/call.js';
import { Failure } from '../../shared/base/failure.js';
import { printable } from '../../shared/base/printable.js';
import type { Stretch } from '../../shared/base/runs.js';
import type {
  Evidence,
  Kin,
  LedgerEvidence,
  Points,
  SourcedHeap,
  TracedStack,
} from '../../shared/findings/evidence.js';
import { FULL_HEAP } from '../../shared/model/full-heap.js';
import type { ClosureGroup, HeapEvidence } from '../../shared/model/heap-evidence.js';
import type { OriginalPlaces } from '../../shared/model/original-places.js';
import type { SessionInfo, SnapshotInfo, TargetInfo } from '../../shared/model/session.js';
import { grownMappings } from './grown-mappings.js';
import { betweenOf, heldBetween } from './held-between.js';
import { originalPlaces } from './original-places.js';
import { ProgramSources } from './program-sources.js';
import type { Entry } from './session-entry.js';
import { sessionLedger } from './session-ledger.js';
import { sourcedHeap } from './sourced-heap.js';

const POINTS = 2000;
/** Points of the series of living children. */
const CHILD_POINTS = 100;
const USED =
  /^(rss|threads|fds|blocks|malloc\.used|traced|arrayBuffers|heap\.(used|limit)|(threads|handles|fds)\..{1,60}\.count|ledger\.(malloc\.(used|rest)|external|mapped|unexplained|devices|shared|files|jit|stacks))$/;
/** Series that a snapshot of ours raises, for good or for some time. */
const RAISED = /^(rss|ledger\.)/;
/** A shorter part of a recording than this share shows no growth. */
const LEAST_CALM = 0.3;
/** Of a program that ended by itself, as it meant to. */
const DONE = /^exited with status 0$/;
/** Collections that look at the whole heap. */
const WHOLE = /mark-sweep|mark-compact|major|generation 2/i;

export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Compares two snapshots where their graphs are; brings them in first. */
export type CompareHeaps = (
  base: SnapshotId,
  compared: SnapshotId,
  repeats?: number,
  call?: Call,
) => Promise<HeapEvidence>;

/** How much objects held in another snapshot; brings it in first. */
export type HeldIn = (
  snapshot: SnapshotId,
  objects: readonly number[],
  call?: Call,
) => Promise<readonly number[]>;

/** Looks into the heaps of a session. */
export interface HeapLooks {
  readonly compare: CompareHeaps;
  /** Absent: only two snapshots are compared. */
  readonly held?: HeldIn;
}

/** Gathers what the rules judge of one target, but its kin. What was not recorded is absent. */
export async function findingsEvidence(
  entry: Entry,
  looks: HeapLooks,
  target: TargetInfo,
  range: Range & { readonly repeatMark?: string; readonly traced?: readonly TracedStack[] },
  call?: Call,
): Promise<Evidence> {
  const info = entry.info();
  const { from, repeatMark, traced = [] } = range;
  const pair = pairOf(info, target, range);
  const to = endOf(range, pair);
  const calm = calmPart(info, target, { from, to: pair && to < range.to ? pair[1].at : to });
  const repeats =
    pair && repeatMark !== undefined
      ? info.marks.filter(
          ({ kind, text, at }) =>
            kind === 'note' && text === repeatMark && at >= pair[0].at && at <= pair[1].at,
        ).length
      : undefined;
  const heap = pair && (await heapOf(entry, looks, target, pair, { repeats, traced }, call));
  const mappings = grownMappings(entry, target.id, calm);
  const ledger = ledgerOf(entry, target.id, calm);
  const series = seriesOf(entry, info, target, { from, to });
  return {
    target: target.id,
    from,
    to,
    ...(repeats !== undefined &&
      repeatMark !== undefined && { repeats: { mark: repeatMark, times: repeats } }),
    series,
    ...(target.runtime.kind !== 'native' &&
      !HEAPS.some((name) => rose(series.get(name))) && { heapUnseen: true }),
    collections: collectionsOf(entry, target.id, { from, to }),
    ...(heapFilled(info, target) && { heapFilled: true }),
    ...(ledger && { ledger }),
    ...(target.pid > 0 && {
      process: { pid: target.pid, command: printable(target.command, 200), alive: !ended(target) },
    }),
    wholeSnapshots: wholeOf(info, target, range).length,
    ...(heap && { heap }),
    ...(traced.length > 0 && { traced }),
    ...(mappings.length > 0 && { mappings }),
  };
}

/** Where a managed heap that was read leaves its size; a ledger without one says 0. */
const HEAPS = ['heap.used', 'ledger.heap.used'] as const;
const rose = (points: Points | undefined): boolean =>
  points !== undefined && Array.from(points.value).some((value) => value > 0);

/** One reading after the collection that comes with a snapshot of V8, ms. */
const READING = 1500;
/** A snapshot that stopped the program for less leaves its life as it was, ms. */
const LEAST_PAUSE = 500;

/** What follows the snapshot at the end is the end of the recording, and no more the program’s usual life. */
function endOf({ to }: Range, pair: Pair | undefined): number {
  if (!pair) return to;
  const [first, last] = pair;
  // One that a forked child writes stops nothing: the program goes on as before.
  if (last.pause < LEAST_PAUSE) return to;
  const end = last.at + last.pause;
  return to - end < last.at - first.at ? Math.min(to, end + READING) : to;
}

/** From when memory has settled after a first snapshot, where enough is left: what that took is ours. */
function calmPart(info: SessionInfo, target: TargetInfo, { from, to }: Range): Range {
  const early = settlingOf(info.snapshots, target.id).find(
    (one) => one.from - from < (to - from) * LEAST_CALM,
  );
  return early && to - early.to >= (to - from) * LEAST_CALM ? { from: early.to, to } : { from, to };
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

/** The recorder said so at its end; or it was near the limit, and did not end as a program does that is done. */
function heapFilled({ marks }: SessionInfo, target: TargetInfo): boolean {
  const own = marks.filter((mark) => mark.target === target.id);
  return (
    own.some(({ kind, text }) => kind === 'exit' && text.includes(FULL_HEAP)) ||
    (ended(target) && !DONE.test(target.exit ?? '') && own.some(({ kind }) => kind === 'near-limit'))
  );
}

function seriesOf(entry: Entry, info: SessionInfo, target: TargetInfo, range: Range): Map<string, Points> {
  const names = info.series
    .filter((series) => series.target === target.id && USED.test(series.name))
    .map(({ name }) => name)
    .slice(0, 64);
  const columns =
    names.length === 0 ? [] : entry.series({ target: target.id, names, ...range, points: POINTS });
  const without = settlingOf(info.snapshots, target.id);
  const series = new Map<string, Points>(
    columns.map(({ name, time, min }) => [
      name,
      RAISED.test(name) ? withoutSnapshots(time, min, without) : { time, value: min },
    ]),
  );
  const children = childrenOf(info, target, range);
  if (children) series.set('children', children);
  return series;
}

/** A snapshot of V8 takes memory of the target, of which its allocator keeps some: what came before it is another level. */
function withoutSnapshots(time: Float64Array, value: Float64Array, without: readonly Stretch[]): Points {
  return {
    time,
    value: value.map((each, row) => {
      const at = time[row];
      return without.some(({ from, to }) => at >= from && at < to) ? Number.NaN : each;
    }),
    without,
  };
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

type Pair = readonly [first: SnapshotInfo, last: SnapshotInfo];

const wholeOf = (
  { snapshots }: SessionInfo,
  { id }: TargetInfo,
  { from, to }: Range,
): readonly SnapshotInfo[] =>
  snapshots.filter((one) => one.target === id && !one.partial && one.at >= from && one.at <= to);

/** The first and the last whole snapshot of a target in a range. */
function pairOf(info: SessionInfo, target: TargetInfo, range: Range): Pair | undefined {
  const taken = wholeOf(info, target, range);
  const [first, last] = [taken[0], taken.at(-1)];
  return first && last && first.id !== last.id ? [first, last] : undefined;
}

async function heapOf(
  entry: Entry,
  { compare, held }: HeapLooks,
  target: TargetInfo,
  [first, last]: Pair,
  { repeats, traced }: { readonly repeats: number | undefined; readonly traced: readonly TracedStack[] },
  call: Call | undefined,
): Promise<SourcedHeap> {
  const id = (number: number): SnapshotId => snapshotId(`${entry.id}/${number}`);
  call?.onProgress?.({ phase: `comparing snapshots ${first.id} and ${last.id}` });
  const heap = whereWritten(await compare(id(first.id), id(last.id), repeats, call), originalPlaces(entry));
  const sources = new ProgramSources(target.command, folderOf(entry, target.id), heap.files);
  // It stood still while the first was taken.
  const when = {
    span: Math.max(1, last.at - first.at - first.pause),
    snapshots: [first.id, last.id],
    times: [first.at + first.pause, last.at],
  } as const;
  const sourced = sourcedHeap(heap, sources, when, traced);
  const between = held ? betweenOf(entry.info(), target, [first, last]) : [];
  return held && between.length > 0
    ? heldBetween(sourced, [first, ...between, last], (one, ids) => held(id(one.id), ids, call))
    : sourced;
}

/** Functions by the places where a person wrote them. */
function whereWritten(heap: HeapEvidence, places: OriginalPlaces): HeapEvidence {
  const written = (group: ClosureGroup): ClosureGroup => {
    const { file, line, column } = group;
    if (file === undefined || line === undefined || column === undefined) return group;
    const found = places.of(file, line, column + 1);
    return found ? { ...group, file: found.file, line: found.line, column: found.column - 1 } : group;
  };
  return { ...heap, closures: heap.closures.map(written), timers: heap.timers.map(written) };
}

/** Where the target worked, as its recorder kept it. */
function folderOf(entry: Entry, target: number): string | undefined {
  const [place] = entry.artifacts({ kind: 'place', target });
  const meta = place?.meta;
  const cwd = typeof meta === 'object' && meta !== null ? (meta as { cwd?: unknown }).cwd : undefined;
  return typeof cwd === 'string' ? cwd : undefined;
}
