import { heapQueries } from '../../../shared/analysis/heap-queries.js';
import { Failure } from '../../../shared/base/failure.js';
import type { Watch } from '../../../shared/base/watch.js';
import type { HeldHeaps } from './held-heaps.js';

/** Answers one question about heaps that this thread holds; stops when nobody watches any more. */
export type Answers = (method: string, args: readonly unknown[], watch: Watch) => unknown;

export function answers(heaps: HeldHeaps): Answers {
  return (method, args, watch) => {
    const queries = heapQueries((snapshot) => heaps.get(snapshot), watch);
    // Own keys only: a caller must not reach `constructor` by its name.
    if (!Object.hasOwn(queries, method)) throw new Failure('no-such-method', `No such question: ${method}.`);
    const query = queries[method as keyof typeof queries] as (...given: readonly unknown[]) => unknown;
    return query(...args);
  };
}
