import type { AllocationSource, AllocationSourceKind } from '../../shared/api/sessions.js';
import type { ArtifactInfo } from '../store/session-store.js';
import type { Entry } from './session-entry.js';

/** A source with the artifacts that it was read into, oldest first. */
export interface StoredSource extends AllocationSource {
  readonly readings: readonly Reading[];
}

/** One artifact: what was alive at a moment. */
export interface Reading {
  readonly artifact: number;
  /** How it is written: a `.heapprofile`, or our own columns. */
  readonly format: 'heapprofile' | 'columns';
  readonly at: number;
  /** When the profiling began: ordinals of two readings compare only where they have this in common. */
  readonly since: number;
  /** The highest ordinal up to then; undefined where rows have none. */
  readonly newest: number | undefined;
  /** Its ordinals are milliseconds since then. */
  readonly timed: boolean;
}

/** What a session knows of allocations, in the order of targets. */
export function storedSources(entry: Entry): readonly StoredSource[] {
  const found = new Map<string, ArtifactInfo[]>();
  for (const kind of ['heapprofile', 'allocations'])
    for (const artifact of entry.artifacts({ kind })) {
      const id = idOf(artifact);
      const known = found.get(id);
      if (known) known.push(artifact);
      else found.set(id, [artifact]);
    }
  return [...found].map(([id, artifacts]) => sourceOf(id, artifacts)).sort((a, b) => a.target - b.target);
}

export const withoutReadings = ({ readings: _, ...source }: StoredSource): AllocationSource => source;

const idOf = ({ kind, target = 1, meta }: ArtifactInfo): string =>
  kind === 'heapprofile'
    ? `sampled-${target}`
    : `${textOf(meta, 'source') ?? textOf(meta, 'kind') ?? 'imported'}-${target}`;

function sourceOf(id: string, artifacts: readonly ArtifactInfo[]): StoredSource {
  const readings = artifacts.map(readingOf);
  const last = artifacts[artifacts.length - 1];
  const { kind, target = 1, meta } = last;
  const sampled = kind === 'heapprofile';
  const said = textOf(meta, 'kind');
  const interval = numberOf(meta, 'interval');
  const [first] = readings;
  const growing = said === 'traced' || saidOf(meta, 'growth') === true;
  const one = !growing && readings.length === 1 && first.newest === undefined && !first.timed;
  return {
    ...{ id, target, readings },
    kind: sampled ? 'sampled' : isKind(said) ? said : 'imported',
    name: textOf(meta, 'name') ?? 'V8 sampling',
    unit: textOf(meta, 'unit') === 'count' ? 'count' : 'bytes',
    from: Math.min(...readings.map(({ since }) => since)),
    to: last.at,
    times: readings.map(({ at }) => at),
    ...(interval > 0 ? { interval } : {}),
    lines: sampled || textOf(meta, 'lines') === 'function' ? 'function' : 'call',
    range: one
      ? 'none'
      : readings.every(({ newest, timed }) => newest !== undefined || timed)
        ? 'held'
        : 'growth',
  };
}

function readingOf({ id, kind, at, meta }: ArtifactInfo): Reading {
  const counted = saidOf(meta, 'kind') === 'sampled' && saidOf(meta, 'newest') !== undefined;
  return {
    artifact: id,
    format: kind === 'heapprofile' ? 'heapprofile' : 'columns',
    at,
    since: numberOf(meta, 'since'),
    newest: kind === 'heapprofile' || counted ? numberOf(meta, 'newest') : undefined,
    timed: numberOf(meta, 'duration') > 0,
  };
}

const KINDS: readonly AllocationSourceKind[] = ['sampled', 'traced', 'timeline', 'imported', 'native'];

const isKind = (text: string | undefined): text is AllocationSourceKind =>
  KINDS.some((kind) => kind === text);

/** `meta` comes from a file. */
function saidOf(meta: unknown, name: string): unknown {
  return typeof meta === 'object' && meta !== null ? (meta as Record<string, unknown>)[name] : undefined;
}

function numberOf(meta: unknown, name: string): number {
  const value = saidOf(meta, name);
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

function textOf(meta: unknown, name: string): string | undefined {
  const value = saidOf(meta, name);
  return typeof value === 'string' ? value.slice(0, MOST_TEXT) : undefined;
}

const MOST_TEXT = 200;
