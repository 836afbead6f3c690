import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { SESSION_VERSION } from '../../shared/format/session-header.js';
import type { RuntimeKind } from '../../shared/model/runtime.js';
import type { Unit } from '../../shared/model/series.js';
import type {
  MarkInfo,
  MarkKind,
  SeriesInfo,
  SessionInfo,
  SnapshotInfo,
  TargetInfo,
} from '../../shared/model/session.js';
import { getOrAdd } from './get-or-add.js';
import { SeriesStats } from './series-stats.js';
import { tailOf } from './tail-reader.js';

type Row = Record<string, SQLOutputValue>;

/** From rows that are kept up while recording, and the tail: takes no longer for a longer session. */
export function readInfo(db: DatabaseSync, onDamage: (why: string) => void): SessionInfo {
  const session = db.prepare('SELECT started_at, duration, complete FROM session').get() ?? {};
  const tail = tailStats(db, onDamage);
  const targets = db
    .prepare('SELECT * FROM target ORDER BY id')
    .all()
    .map((row) => targetInfo(row, tail.lastSeen));
  const marks = db.prepare('SELECT at, kind, target, text FROM mark ORDER BY at, id').all().map(markInfo);
  const latest = Math.max(0, ...targets.map(({ lastSeen }) => lastSeen), ...marks.map(({ at }) => at));
  return {
    format: 'leakscope',
    version: SESSION_VERSION,
    complete: session['complete'] === 1,
    startedAt: text(session['started_at']),
    duration: session['duration'] === null ? latest : number(session['duration']),
    targets,
    series: db
      .prepare('SELECT * FROM series ORDER BY target, id')
      .all()
      .flatMap((row) => seriesInfo(row, tail.stats.get(number(row['id']))) ?? []),
    snapshots: db.prepare('SELECT * FROM snapshot WHERE finished ORDER BY id').all().map(snapshotInfo),
    marks,
  };
}

interface TailStats {
  readonly stats: ReadonlyMap<number, SeriesStats>;
  readonly lastSeen: ReadonlyMap<number, number>;
}

function tailStats(db: DatabaseSync, onDamage: (why: string) => void): TailStats {
  const stats = new Map<number, SeriesStats>();
  const lastSeen = new Map<number, number>();
  const blocked = new Map(
    db
      .prepare('SELECT id, samples FROM target')
      .all()
      .map((row) => [number(row['id']), number(row['samples'])]),
  );
  for (const part of tailOf(db, onDamage)) {
    if (part.first < (blocked.get(part.target) ?? 0)) continue;
    const { time, series } = part.block();
    if (time.length > 0) lastSeen.set(part.target, time[time.length - 1]);
    for (const [id, { min }] of series) {
      getOrAdd(stats, id, () => new SeriesStats()).add(min);
    }
  }
  return { stats, lastSeen };
}

function targetInfo(row: Row, lastSeen: ReadonlyMap<number, number>): TargetInfo {
  const id = number(row['id']);
  return {
    id,
    pid: number(row['pid']),
    ppid: number(row['ppid']),
    runtime: {
      kind: text(row['runtime']) as RuntimeKind,
      flavour: text(row['flavour']),
      ...(row['runtime_version'] === null ? {} : { version: text(row['runtime_version']) }),
    },
    name: text(row['name']),
    command: text(row['command']),
    ...(row['within'] === null ? {} : { within: number(row['within']) }),
    firstSeen: number(row['first_seen']),
    lastSeen: Math.max(number(row['last_seen']), lastSeen.get(id) ?? 0),
    ...(row['exit'] === null ? {} : { exit: text(row['exit']) }),
  };
}

/** Undefined while it has no value. */
function seriesInfo(row: Row, tail: SeriesStats | undefined): SeriesInfo | undefined {
  const count = number(row['count']) + (tail?.count ?? 0);
  if (count === 0) return undefined;
  const inBlocks = number(row['count']) > 0;
  const later = tail && tail.count > 0 ? tail : undefined;
  const over = (
    column: string,
    fold: (a: number, b: number) => number,
    of: (stats: SeriesStats) => number,
  ) => {
    if (!later) return number(row[column]);
    return inBlocks ? fold(number(row[column]), of(later)) : of(later);
  };
  return {
    target: number(row['target']),
    name: text(row['name']),
    unit: text(row['unit']) as Unit,
    count,
    min: over('min', Math.min, (stats) => stats.min),
    max: over('max', Math.max, (stats) => stats.max),
    first: over(
      'first',
      (a) => a,
      (stats) => stats.first,
    ),
    last: over(
      'last',
      (_, b) => b,
      (stats) => stats.last,
    ),
  };
}

function snapshotInfo(row: Row): SnapshotInfo {
  return {
    id: number(row['id']),
    target: number(row['target']),
    at: number(row['at']),
    nodes: number(row['nodes']),
    edges: number(row['edges']),
    bytes: number(row['bytes']),
    pause: number(row['pause']),
    ...(row['label'] === null ? {} : { label: text(row['label']) }),
    ...(row['partial'] === null ? {} : { partial: text(row['partial']) }),
  };
}

function markInfo(row: Row): MarkInfo {
  return {
    at: number(row['at']),
    kind: text(row['kind']) as MarkKind,
    ...(row['target'] === null ? {} : { target: number(row['target']) }),
    text: text(row['text']),
  };
}

/** A file may hold anything where a number belongs. */
const number = (value: SQLOutputValue): number => {
  const given = typeof value === 'number' ? value : Number(value ?? 0);
  return Number.isFinite(given) ? given : 0;
};
const text = (value: SQLOutputValue): string => (typeof value === 'string' ? value : String(value ?? ''));
