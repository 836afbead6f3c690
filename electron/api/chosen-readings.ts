import type { AllocationQuery, AllocationRange } from '../../shared/api/sessions.js';
import { Failure } from '../../shared/base/failure.js';
import { timeText } from '../../shared/base/quantity.js';
import { type Reading, type StoredSource, storedSources } from './allocation-sources.js';
import type { Entry } from './session-entry.js';

/** The readings that answer a query of one side. */
export interface ChosenReadings {
  readonly source: StoredSource;
  readonly read: Reading;
  /** Rows with a higher ordinal alone; -Infinity: all. */
  readonly after: number;
  /** Rows with no higher ordinal alone; Infinity: all. */
  readonly until: number;
  /** To be taken off: what was alive at the beginning. */
  readonly less?: Reading;
  readonly range: AllocationRange;
}

/** Throws a Failure where the session has no such allocations. */
export function chosenReadings(
  entry: Entry,
  { target, source: wanted, from, to }: Pick<AllocationQuery, 'target' | 'source' | 'from' | 'to'>,
): ChosenReadings {
  const source = sourceFor(entry, target, wanted);
  const { readings } = source;
  const read = (to === undefined ? readings.at(-1) : readings.findLast(({ at }) => at <= to)) ?? readings[0];
  if (read.timed) return timedReading(source, read, from, to);
  // Two profilings of one target count apart: only readings of this one tell what is older.
  const before =
    from === undefined || source.range === 'none'
      ? undefined
      : readings.findLast(({ at, since }) => at <= from && since === read.since);
  const begin = before?.at ?? read.since;
  const grown = source.range === 'growth' && before !== undefined;
  return {
    ...{ source, read },
    until: Number.POSITIVE_INFINITY,
    after: source.range === 'held' && before ? (before.newest ?? 0) : -Infinity,
    ...(grown && before !== undefined ? { less: before } : {}),
    range: {
      ...{ source: source.id, name: source.name, target: source.target, from: begin, to: read.at },
      sentence: sentence(source, begin, read.at, {
        grown,
        ranged: from !== undefined || (to ?? read.at) < read.at,
      }),
    },
  };
}

/** Of a timeline each object's time is known: it needs no second reading. */
function timedReading(
  source: StoredSource,
  read: Reading,
  from: number | undefined,
  to: number | undefined,
): ChosenReadings {
  const { since, at } = read;
  const begin = Math.min(at, Math.max(since, from ?? since));
  const end = Math.min(at, Math.max(begin, to ?? at));
  const sentence = `Allocated from ${timeText(begin)} to ${timeText(end)} and alive at ${timeText(at)}, when the timeline ended.`;
  return {
    ...{ source, read },
    after: from === undefined ? Number.NEGATIVE_INFINITY : begin - since,
    until: to === undefined ? Number.POSITIVE_INFINITY : end - since,
    range: { source: source.id, name: source.name, target: source.target, from: begin, to: end, sentence },
  };
}

function sourceFor(entry: Entry, target: number | undefined, id: string | undefined): StoredSource {
  const all = storedSources(entry);
  const found = all.find(
    (source) => (id === undefined || source.id === id) && (target === undefined || source.target === target),
  );
  if (found) return found;
  // They were asked for, and could not be had.
  const unread =
    id === undefined &&
    entry
      .info()
      .marks.findLast(
        ({ kind, target: of }) => kind === 'allocations-failed' && (target === undefined || of === target),
      );
  if (unread) throw new Failure('no-allocations', `There are no allocations: ${unread.text}`);
  throw new Failure(
    'no-allocations',
    id !== undefined
      ? `There is no source of allocations ${id} in this session.`
      : target === undefined
        ? 'No allocations were sampled in this session.'
        : `No allocations of target ${target} were sampled.`,
    'Record with --allocations.',
  );
}

function sentence(
  { range, kind }: StoredSource,
  from: number,
  to: number,
  { grown, ranged }: { readonly grown: boolean; readonly ranged: boolean },
): string {
  const end = timeText(to);
  if (range === 'none')
    return ranged
      ? 'As the profile has it, all of it: it keeps no times, so that no range narrows it.'
      : 'As the profile has it.';
  if (range === 'growth')
    return grown
      ? `Call by call, what was alive at ${end} less what was at ${timeText(from)}, the nearest readings to the times asked for: growth, as these traces keep no times. What a call freed meanwhile is taken off what it allocated.`
      : `${kind === 'sampled' ? 'Estimated from samples: all that was allocated since they began' : 'All that was traced'} and alive at ${end}, the nearest reading to the time asked for.`;
  return `Allocated from ${timeText(from)} to ${end} and alive then, as near to the times asked for as profiles were kept.`;
}
