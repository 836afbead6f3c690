import type { HeapIndex } from '../model/heap-index.js';
import type { ObjectFilter } from '../model/snapshot-rows.js';
import { DETACHED } from './detachedness.js';

/** A filter as a test of nodes: by size, by steps from the roots, by whether a page let go of it. */
export function objectMatch(
  { shallowSize, retainedSize, distance, detachedness }: HeapIndex,
  filter: ObjectFilter,
): (node: number) => boolean {
  const { minSelfSize = 0, minRetainedSize = 0, maxDistance = Number.POSITIVE_INFINITY, detached } = filter;
  return (node) =>
    shallowSize[node] >= minSelfSize &&
    retainedSize[node] >= minRetainedSize &&
    (filter.maxDistance === undefined || (distance[node] >= 0 && distance[node] <= maxDistance)) &&
    (detached === undefined || (detachedness?.[node] === DETACHED) === detached);
}
