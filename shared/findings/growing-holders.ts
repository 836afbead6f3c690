import { type Container, containerOf } from './container-of.js';
import type { Evidence, SourcedPath } from './evidence.js';
import { hasEnded } from './heap-floor.js';
import { seconds } from './signs.js';

/** A collection with a name that holds ever more, and the objects in it. */
export interface GrowingHolder {
  readonly container: Container;
  /** Of what it holds, nearest to it first, then what keeps most. */
  readonly paths: readonly SourcedPath[];
  readonly kind: 'listeners' | 'closures' | 'elements';
  /** Not in the first snapshot, under its name: it may be made anew again and again. */
  readonly fresh: boolean;
  /** It has a bound, and is not beyond it. */
  readonly bounded?: { readonly entries: number; readonly limit: number };
}

/** Fewer new objects on one path are the life of a program, not a leak. */
const LEAST_OBJECTS = 40;
const LEAST_BYTES = 20_000;
/** A class of which more go than stay turns over. */
const LEAST_STAYING = 0.5;
/** What no root reaches waits for the collector; what a thread runs with comes and goes; both are other rules'. */
const ELSEWHERE = /^\((unreachable|threads)\)/;
/** How Node's emitters and the web's event targets keep their listeners. */
const LISTENERS = /_events\b|kEvents|\bEventListener\b|_listeners\b/;
const ENTRIES_OF_CACHES = /_lru_cache_wrapper/;

export function growingHolders({ heap }: Evidence): readonly GrowingHolder[] {
  const found = new Map<string, { container: Container; paths: SourcedPath[] }>();
  for (const path of heap?.growing ?? []) {
    const container = path.container && containerOf(path.steps, path.container.step);
    if (!container || !enough(path)) continue;
    const known = found.get(container.path);
    if (known) known.paths.push(path);
    else found.set(container.path, { container, paths: [path] });
  }
  return [...found.values()].map(({ container, paths }) => {
    const sorted = paths.sort((a, b) => depth(a) - depth(b) || b.retainedSize - a.retainedSize);
    const { entries = 0, limit, before } = sorted[0].container ?? {};
    return {
      container,
      paths: sorted,
      kind: kindOf(sorted),
      fresh: before === undefined,
      ...(limit !== undefined && entries <= limit && { bounded: { entries, limit } }),
    };
  });
}

/** The recording contradicts that it goes on. */
export function holderEnded(evidence: Evidence, { paths: [path] }: GrowingHolder): boolean {
  return hasEnded(evidence, { count: path.count, bytes: path.retainedSize, seconds: seconds(evidence) });
}

/** The collection itself has so many more: whatever else of the class comes and goes. */
function grew(container: SourcedPath['container'], count: number): boolean {
  return container?.before !== undefined && container.entries - container.before >= count * LEAST_STAYING;
}

function enough({ row, count, retainedSize, steps, container }: SourcedPath): boolean {
  return (
    count >= LEAST_OBJECTS &&
    retainedSize >= LEAST_BYTES &&
    (row.countDelta >= row.addedCount * LEAST_STAYING || grew(container, count)) &&
    !ELSEWHERE.test(steps[0].name) &&
    !steps.some(({ name, edge }) => ENTRIES_OF_CACHES.test(name) || edge.endsWith('tb_frame'))
  );
}

const depth = ({ steps, container }: SourcedPath): number => steps.length - (container?.step ?? 0);

function kindOf(paths: readonly SourcedPath[]): GrowingHolder['kind'] {
  if (paths.some(({ steps }) => steps.some(({ edge, name }) => LISTENERS.test(edge) || LISTENERS.test(name))))
    return 'listeners';
  return paths[0].row.name === 'Function' ? 'closures' : 'elements';
}
