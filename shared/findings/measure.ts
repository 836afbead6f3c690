import type { Measured } from '../model/finding.js';
import { containerOf } from './container-of.js';
import type { Evidence, SourcedPath } from './evidence.js';
import { type Fate, fateOfPath } from './fate.js';
import { floorGrowth } from './floor-growth.js';
import { seconds } from './signs.js';
import { waitingFor } from './waiting-for.js';

/** Normal quantile of a two-sided 95 % interval. */
const Z = 1.96;

/** Growth of what a finding is pinned to, in this evidence or another. Undefined where it was not recorded. */
export function measure(evidence: Evidence, pin: string): Measured | undefined {
  const colon = pin.indexOf(':');
  const [kind, key] = [pin.slice(0, colon), pin.slice(colon + 1)];
  if (kind === 'series') return ofSeries(evidence, key);
  if (kind === 'held') {
    const bytes = evidence.ledger?.entries.find(({ id }) => id === key)?.bytes;
    return bytes === undefined ? undefined : { slope: bytes, low: bytes, high: bytes, unit: 'bytes held' };
  }
  const { heap } = evidence;
  if (!heap) return undefined;
  if (kind === 'hang') return counted(evidence, waitingFor(evidence) ? 1 : 0, 'processes that wait');
  if (kind === 'strings') {
    const more = (heap.strings?.saving ?? 0) - (heap.strings?.before ?? 0);
    const slope = more / seconds(evidence);
    return { slope, low: slope, high: slope, unit: 'bytes a second' };
  }
  const more = moreOf(evidence, kind, key);
  return more === undefined ? undefined : counted(evidence, more, 'objects a second');
}

/** Of collections that one collection holds, all of them. */
const OF_ALL = '[…]';

function moreIn(growing: readonly SourcedPath[], key: string): number {
  const most = new Map<string, number>();
  for (const { path, count, row } of pathsIn(growing, key))
    most.set(path, Math.max(most.get(path) ?? 0, Math.min(count, Math.max(0, row.countDelta))));
  return [...most.values()].reduce((sum, more) => sum + more, 0);
}

function pathsIn(growing: readonly SourcedPath[], key: string) {
  const all = key.endsWith(OF_ALL);
  return growing
    .map((one) => ({ ...one, path: containerOf(one.steps, one.container?.step)?.path ?? '' }))
    .filter(({ path }) => (all ? path.startsWith(`${key.slice(0, -OF_ALL.length)}.`) : path === key));
}

/** What became of what the collection held before to which a finding is pinned. Undefined where it is pinned to none. */
export function fateOfPinned({ heap }: Evidence, pin: string): Fate | undefined {
  const [kind, key] = [pin.slice(0, pin.indexOf(':')), pin.slice(pin.indexOf(':') + 1)];
  if (kind !== 'container') return undefined;
  const fates = pathsIn(heap?.growing ?? [], key).map(fateOfPath);
  return fates.includes('stays') ? 'stays' : fates[0];
}

/** New ones of what is counted in snapshots; 0 where there are none. */
function moreOf({ heap }: Evidence, kind: string, key: string): number | undefined {
  if (!heap) return undefined;
  const grown = (found: { readonly count: number; readonly before: number } | undefined): number =>
    found ? found.count - found.before : 0;
  switch (kind) {
    case 'container':
      return moreIn(heap.growing, key);
    case 'class':
      return heap.growing.find(({ row }) => row.name === key)?.row.countDelta ?? 0;
    case 'traceback':
      return grown(heap.tracebacks.find(({ place }) => (place.function ?? place.file) === key));
    case 'cache': {
      const cache = heap.caches.find(({ function: name }) => name === key);
      return cache?.instance === undefined ? 0 : cache.entries - cache.before;
    }
    case 'cycle':
      return grown(heap.cycles.find(({ className }) => className === key));
    case 'task':
      return grown(heap.tasks.find(({ coroutine }) => coroutine === key));
    default:
      return undefined;
  }
}

/** Counts scatter as Poisson’s do. */
function counted(evidence: Evidence, count: number, unit: string): Measured {
  const scatter = Z * Math.sqrt(Math.max(1, count));
  const span = seconds(evidence);
  return {
    slope: count / span,
    low: Math.max(0, count - scatter) / span,
    high: (count + scatter) / span,
    unit,
  };
}

function ofSeries({ series, from, to }: Evidence, name: string): Measured | undefined {
  const points = series.get(name);
  // Handles of a kind that is never opened have no series: there are none.
  if (!points)
    return name.startsWith('handles.') && to > from
      ? { slope: 0, low: 0, high: 0, unit: unitOf(name) }
      : undefined;
  const growth = floorGrowth(points);
  return growth && { slope: growth.slope, low: growth.low, high: growth.high, unit: unitOf(name) };
}

const unitOf = (name: string): string =>
  /^(threads|fds|children|handles)/.test(name)
    ? `${name.replace(/^handles\.|\.count$/g, '')} a second`
    : 'bytes a second';
