import { UNWATCHED, type Watch } from '../base/watch.js';
import type { HeapIndex } from '../model/heap-index.js';
import { NOBODY } from './id-lookup.js';
import { sameObjects } from './identity.js';
import { keptAnswer } from './kept-answers.js';
import { poll } from './poll.js';

/** What a node is beside an earlier heap. */
export const NodeAge = {
  fresh: 0,
  /** In both. */
  old: 1,
  /** New, and gone again in the third heap. */
  passing: 2,
} as const;

/** For each node of `later` its `NodeAge`; nobody passes where there is no third heap. Not to be written to. */
export function agesOf(
  earlier: HeapIndex,
  later: HeapIndex,
  third?: HeapIndex,
  watch: Watch = UNWATCHED,
): Uint8Array {
  const make = (): Uint8Array => {
    const ages = new Uint8Array(later.graph.nodeCount);
    const same = sameObjects(earlier, later, watch);
    for (let node = 0; node < same.length; node++) {
      poll(watch, node, same.length, 'comparing');
      if (same[node] !== NOBODY) ages[same[node]] = NodeAge.old;
    }
    if (!third) return ages;
    const stays = sameObjects(later, third, watch);
    for (let node = 0; node < ages.length; node++) {
      poll(watch, node, ages.length, 'comparing');
      if (ages[node] === NodeAge.fresh && stays[node] === NOBODY) ages[node] = NodeAge.passing;
    }
    return ages;
  };
  return keptAnswer(later, third ? 'ages between three' : 'ages', make, earlier, third);
}

/** For each node of `earlier` whether it is still there (`old`), else `fresh`: it is the other that has it not. */
export function goneSince(earlier: HeapIndex, later: HeapIndex, watch: Watch = UNWATCHED): Uint8Array {
  const make = (): Uint8Array => {
    const same = sameObjects(earlier, later, watch);
    const marks = new Uint8Array(same.length);
    for (let node = 0; node < same.length; node++) {
      poll(watch, node, same.length, 'comparing');
      if (same[node] !== NOBODY) marks[node] = NodeAge.old;
    }
    return marks;
  };
  return keptAnswer(earlier, 'gone since', make, later);
}
