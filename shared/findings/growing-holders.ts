import { type Container, containerOf } from './container-of.js';
import type { Evidence, SourcedPath } from './evidence.js';
import { type Fate, fateOfPath, risesWith } from './fate.js';
import { isLibrary } from './heap/python-place.js';
import { type HeapFloor, hasEnded } from './heap-floor.js';
import { seconds } from './signs.js';
import { growthBetween } from './steady-growth.js';

/** A collection with a name that holds ever more, and the objects in it. */
export interface GrowingHolder {
  readonly container: Container;
  /** Of what it holds, nearest to it first, then what keeps most. */
  readonly paths: readonly SourcedPath[];
  readonly kind: 'listeners' | 'closures' | 'elements';
  /** New objects in it, and what they keep; of a collection of collections those of all. */
  readonly count: number;
  readonly bytes: number;
  /** So many collections, held by one, that grow alike. */
  readonly alike?: number;
  /** Not in the first snapshot, under its name: it may be made anew again and again. */
  readonly fresh: boolean;
  /** Of what it held before: where most of that has gone it is emptied, and was fuller the second time. */
  readonly fate: Fate;
  /** It has a bound, and is not beyond it. */
  readonly bounded?: Bound;
}

export interface Bound {
  readonly entries: number;
  /** Absent where a line of the program compares its size with what is not written there. */
  readonly limit?: number;
  /** The line that keeps it, where it is the program's own. */
  readonly line?: number;
  /** That line begins a loop of so many rounds, which fills it. */
  readonly rounds?: number;
}

/** Fewer new objects on one path are the life of a program, not a leak. */
const LEAST_OBJECTS = 40;
const LEAST_BYTES = 20_000;
/** A class of which more go than stay turns over. */
const LEAST_STAYING = 0.5;
/** So many that grow beside each other are one thing. */
const LEAST_ALIKE = 3;
/** Of fewer it is chance which of them go. */
const FEWEST_BEFORE = 5;
/** An emptied collection is met so often in a row as if it grew, hardly more often. */
const LOOKS = 4;
/** Beyond a bound by more it does not hold. */
const BEYOND = 1.1;
/** What no root reaches waits for the collector. */
const GARBAGE = /^\(unreachable\)/;
/** What a thread runs with comes and goes, but for what it had before already. */
const THREADS = /^\(threads\)/;
/** How Node's emitters and the web's event targets keep their listeners. */
const LISTENERS = /(?<!\w)_events\b|kEvents|\bEventListener\b|_listeners\b/;
/** Node's event targets hold theirs in chains of these. */
const EVENT_TARGETS_ENTRY = 'Listener';
/** From an emitter's table of listeners to the collection of those of one event. */
const NEAREST = 2;
const TIMERS = /^(Timeout|Immediate|TimersList)$/;
const ENTRIES_OF_CACHES = /_lru_cache_wrapper/;
/** Collections of collections. */
const TABLE = /^(dict|(\w+\.)*(defaultdict|OrderedDict)|Map|Object|list|Array)$/;

export function growingHolders({ heap }: Evidence): readonly GrowingHolder[] {
  const found = new Map<string, { container: Container; paths: SourcedPath[] }>();
  for (const path of heap?.growing ?? []) {
    const container = path.container && containerOf(path.steps, path.container.step);
    if (!container || !enough(path)) continue;
    const known = found.get(container.path);
    if (known) known.paths.push(path);
    else found.set(container.path, { container, paths: [path] });
  }
  const holders = [...found.values()].map(({ container, paths }) => holder(container, paths));
  const sizes = new Map(
    holders.map(({ container, paths }) => [container.name, paths[0].container?.entries ?? 0]),
  );
  return together(
    toldOnce(
      holders.map((one) => {
        const bounded = boundOf(one.paths[0], one.container.name, sizes);
        return bounded ? { ...one, bounded } : one;
      }),
    ),
  );
}

/** The recording contradicts that it goes on. */
export function holderEnded(evidence: Evidence, { count, bytes }: GrowingHolder): boolean {
  return hasEnded(evidence, { count, bytes, seconds: seconds(evidence) });
}

/**
 * Two snapshots cannot tell it from one that fills and is emptied, again and again: it held nothing before, or nothing is left of
 * it, and no rise of the heap says otherwise.
 */
export function seenByChance(
  evidence: Evidence,
  { fate, fresh, count, bytes, paths: [{ held = [] }] }: GrowingHolder,
  floor: HeapFloor | undefined,
): boolean {
  // A heap that was full held it, whatever it does else.
  if (evidence.heapFilled === true || (fate === 'stays' && !fresh)) return false;
  if (held.length >= LOOKS && growthBetween(held) === 'steady') return false;
  return !risesWith(floor, { count, bytes, seconds: seconds(evidence) });
}

/** The program itself fills a collection, more and more: what grows beside it in a library is there for it. */
export function keptByProgram(evidence: Evidence): boolean {
  return growingHolders(evidence).some(
    ({ paths: [{ place }], bounded, fate, fresh }) =>
      !bounded && fate !== 'goes' && !fresh && place !== undefined && !isLibrary(place.file),
  );
}

function holder(container: Container, paths: readonly SourcedPath[]): GrowingHolder {
  const sorted = [...paths].sort((a, b) => depth(a) - depth(b) || b.retainedSize - a.retainedSize);
  const [first] = sorted;
  // Collections without a name of their own go by that of what holds them: one row each. A chain counts its class as it is.
  const each = first.container?.chain
    ? [first]
    : [...new Map([...sorted].reverse().map((path) => [idOf(path), path])).values()];
  return {
    container,
    paths: sorted,
    kind: kindOf(first),
    count: sum(each, ({ count }) => count),
    bytes: sum(each, ({ retainedSize }) => retainedSize),
    fresh: first.container?.before === undefined,
    fate: fateOfPath(first),
  };
}

/** What hangs on a link of a chain grows with the chain; and of two collections that hold the same, one is a copy. */
function toldOnce(holders: readonly GrowingHolder[]): readonly GrowingHolder[] {
  const chains = new Set(
    holders.flatMap(({ paths: [first] }) => (first.container?.chain ? [idOf(first)] : [])),
  );
  const copies = new Map<string, GrowingHolder>();
  for (const one of holders) {
    const known = copies.get(keyOfCopies(one));
    if (!known || isRather(one, known)) copies.set(keyOfCopies(one), one);
  }
  return holders.filter((one) => {
    const [{ steps, container }] = one.paths;
    const within = steps.slice(0, container?.step ?? 0).some(({ id }) => id !== undefined && chains.has(id));
    return !within && copies.get(keyOfCopies(one)) === one;
  });
}

/** The one that was there before is the original; of two, the one without a bound: it never lets go of them. */
const isRather = (one: GrowingHolder, known: GrowingHolder): boolean =>
  one.fresh === known.fresh ? known.bounded !== undefined && !one.bounded : known.fresh;

function keyOfCopies({ container, count, paths: [{ steps, row }] }: GrowingHolder): string {
  const member = steps.at(-1)?.id;
  return member === undefined ? container.path : `${member} ${row.name} ${count}`;
}

const idOf = ({ steps, container }: SourcedPath): number | undefined => steps[container?.step ?? 0]?.id;

function boundOf(
  { container, bound }: SourcedPath,
  name: string,
  sizes: ReadonlyMap<string, number>,
): Bound | undefined {
  const { entries = 0, limit } = container ?? {};
  if (limit !== undefined) return entries <= limit ? { entries, limit } : undefined;
  if (!bound || (bound.limit !== undefined && entries > bound.limit * BEYOND)) return undefined;
  // One that is emptied by the size of another is bounded only while that other is as large.
  const by = bound.by === name ? entries : sizes.get(bound.by);
  if (by === undefined || entries > by * 2 * BEYOND) return undefined;
  return {
    entries,
    line: bound.line,
    ...(bound.limit !== undefined && { limit: bound.limit }),
    ...(bound.rounds !== undefined && { rounds: bound.rounds }),
  };
}

/** Lists in one dict that all grow are told as one. */
function together(holders: readonly GrowingHolder[]): readonly GrowingHolder[] {
  const groups = new Map<string, GrowingHolder[]>();
  for (const one of holders) {
    const [{ steps, container: { step = 0 } = {} }] = one.paths;
    const above = steps[step - 1];
    const key =
      above?.id !== undefined && TABLE.test(above.name) ? `${above.id}` : `own ${one.container.path}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    const [{ steps, container: { step = 0 } = {} }] = first.paths;
    const container = group.length < LEAST_ALIKE ? undefined : containerOf(steps, step - 1);
    if (!container) return group;
    return [
      {
        ...first,
        container: { ...container, path: `${container.path}[…]` },
        count: sum(group, ({ count }) => count),
        bytes: sum(group, ({ bytes }) => bytes),
        alike: group.length,
        fate: FATES.find((fate) => group.some((one) => one.fate === fate)) ?? 'unknown',
        fresh: group.every((one) => one.fresh),
      },
    ];
  });
}

/** What one of them shows the others may do. */
const FATES: readonly Fate[] = ['stays', 'unknown', 'goes'];

const sum = <T>(all: readonly T[], of: (one: T) => number): number =>
  all.reduce((total, one) => total + of(one), 0);

/** The collection itself has so many more: whatever else of the class comes and goes. */
function grew(container: SourcedPath['container'], count: number): boolean {
  return container?.before !== undefined && container.entries - container.before >= count * LEAST_STAYING;
}

function enough({ row, count, retainedSize, steps, container }: SourcedPath): boolean {
  return (
    count >= LEAST_OBJECTS &&
    retainedSize >= LEAST_BYTES &&
    (row.countDelta >= row.addedCount * LEAST_STAYING || grew(container, count)) &&
    !GARBAGE.test(steps[0].name) &&
    // Timers wait in a list of their own, and are counted.
    !TIMERS.test(steps[container?.step ?? 0].name) &&
    // Modules come when they are imported.
    row.name !== 'module' &&
    (!THREADS.test(steps[0].name) || (container?.kept ?? 0) >= FEWEST_BEFORE) &&
    !steps.some(({ name, edge }) => ENTRIES_OF_CACHES.test(name) || edge.endsWith('tb_frame'))
  );
}

const depth = ({ steps, container }: SourcedPath): number => steps.length - (container?.step ?? 0);

/** By the collection and its own emitter: those above it, and listeners of what it holds, are another matter. */
function kindOf({ steps, container, row }: SourcedPath): GrowingHolder['kind'] {
  const at = container?.step ?? steps.length;
  const way = steps.slice(Math.max(0, at - NEAREST), at + 2);
  if (row.name === EVENT_TARGETS_ENTRY || steps[at]?.name === EVENT_TARGETS_ENTRY) return 'listeners';
  if (way.some(({ edge, name }) => LISTENERS.test(edge) || LISTENERS.test(name))) return 'listeners';
  return row.name === 'Function' ? 'closures' : 'elements';
}
