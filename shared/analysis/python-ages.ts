import type { HeapGraph } from '../model/heap-graph.js';
import { AGE_SHIFT, NodeFlag } from '../model/python-heap-stream.js';

/** What the collector's order says of an object that lies at the same address in both heaps. */
export type Age = 'same' | 'new' | 'unknown';

/** As old as can be told. */
const OLDEST = 15;

/**
 * Two heaps of one attachment: who stands before the mark of the first in the collector's lists was there, for a list only grows
 * at its end. Who stands behind it is new, unless a full collection has moved the old ones behind, too: then it is not known.
 * Undefined where the heaps cannot say so: another attachment, a build without the GIL, objects frozen meanwhile.
 */
export function pythonAges(
  before: HeapGraph,
  now: HeapGraph,
): ((node: number, other: number) => Age) | undefined {
  const [from, to] = [before.python?.since, now.python?.since];
  const [flags, flagsNow] = [before.flags, now.flags];
  if (!from || !to || !flags || !flagsNow || from.agent !== to.agent || from.frozen !== to.frozen)
    return undefined;
  const apart = to.number - from.number;
  if (apart < 1 || apart > OLDEST) return undefined;
  const moved = from.full !== to.full;
  return (node, other) => {
    // What is not tracked stands in no list, and what was not then may have been there all the same.
    if ((flags[node] & flagsNow[other] & NodeFlag.tracked) === 0) return 'unknown';
    const age = flagsNow[other] >> AGE_SHIFT;
    if (age === 0 || age > apart) return 'same';
    return moved ? 'unknown' : 'new';
  };
}
