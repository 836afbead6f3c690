import type { CacheFacts } from '../model/heap-evidence.js';
import type { Evidence } from './evidence.js';
import { type GrowingHolder, seenByChance } from './growing-holders.js';
import type { HeapFloor } from './heap-floor.js';

/** A collection in the context of a method, whose entries keep instances of the method's class: a memoized method of JavaScript. */
export interface MethodCache extends CacheFacts {
  readonly instance: string;
  /** The line that compares its size, where that is not known as a number. */
  readonly bound?: number;
}

/** Undefined for any other collection: also for one that keeps little, or that may have been met full by chance. */
export function methodCache(
  evidence: Evidence,
  holder: GrowingHolder,
  floor: HeapFloor | undefined,
): MethodCache | undefined {
  const { paths, count, bytes, bounded } = holder;
  const [{ steps, container, place }] = paths;
  if (!container || container.step < FAR) return undefined;
  const [owner, prototype, method, context] = steps.slice(container.step - FAR, container.step);
  const instance = owner.name.replace(/\(\)$/, '');
  if (
    context.edge !== 'context' ||
    prototype.edge !== '.prototype' ||
    !method.name.endsWith('()') ||
    !paths.some(({ holds }) => holds?.includes(instance))
  )
    return undefined;
  const { entries, before = 0 } = container;
  const retainedSize = (bytes / Math.max(1, count)) * entries;
  if (retainedSize < LEAST_CACHED || (!bounded && seenByChance(evidence, holder, floor))) return undefined;
  const { limit, line } = bounded ?? {};
  return {
    function: `${instance}.${method.edge.replace(/^[.]/, '')}`,
    instance,
    entries,
    before,
    retainedSize,
    ...(limit !== undefined && { limit }),
    ...(limit === undefined && line !== undefined && { bound: line }),
    ...(place && { place }),
  };
}

/** Instances that keep less than so many bytes are no matter of their cache. */
export const LEAST_CACHED = 100_000;
/** The class, its prototype, the method, its context: then the collection. */
const FAR = 4;
