import { heapQueries } from '../../../shared/analysis/heap-queries.js';
import { Failure } from '../../../shared/base/failure.js';
import type { HeldHeaps } from './held-heaps.js';

/** Answers one question about heaps that this thread holds. */
export type Answers = (method: string, args: readonly unknown[]) => unknown;

export function answers(heaps: HeldHeaps): Answers {
  // Own keys only: a caller must not reach `constructor` by its name.
  const queries = new Map(
    Object.entries(heapQueries((snapshot) => heaps.get(snapshot))) as [
      string,
      (...args: never[]) => unknown,
    ][],
  );
  return (method, args) => {
    const query = queries.get(method);
    if (!query) throw new Failure('no-such-method', `No such question: ${method}.`);
    return query(...(args as never[]));
  };
}
