import type { CacheFacts } from '../model/heap-evidence.js';
import type { GrowingHolder } from './growing-holders.js';

/** A collection in the context of a method, whose entries keep instances of the method's class: a memoized method of JavaScript. */
export interface MethodCache extends CacheFacts {
  readonly instance: string;
  /** The line that compares its size, where that is not known as a number. */
  readonly bound?: number;
}

/** Undefined for any other collection. */
export function methodCache({ paths, count, bytes, bounded }: GrowingHolder): MethodCache | undefined {
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
  const { limit, line } = bounded ?? {};
  return {
    function: `${instance}.${method.edge.replace(/^[.]/, '')}`,
    instance,
    entries,
    before,
    retainedSize: (bytes / Math.max(1, count)) * entries,
    ...(limit !== undefined && { limit }),
    ...(limit === undefined && line !== undefined && { bound: line }),
    ...(place && { place }),
  };
}

/** The class, its prototype, the method, its context: then the collection. */
const FAR = 4;
