import { UNWATCHED, type Watch } from '../base/watch.js';
import type { HeapIndex } from '../model/heap-index.js';
import { keptAnswer } from './kept-answers.js';
import { poll } from './poll.js';
import { RowList } from './row-list.js';

/** Nodes between two looks whether anybody waits. */
const BLOCK = 1 << 14;

/** The objects of a class: nodes that have a size. */
export function classMembers(index: HeapIndex, row: number, watch: Watch = UNWATCHED): RowList {
  // A table of objects, their paths and the tree of these ask for the same.
  return keptAnswer(index, `members ${row}`, () => new RowList(membersOf(index, row, watch)));
}

function membersOf({ classOf, classCount, shallowSize }: HeapIndex, row: number, watch: Watch): Uint32Array {
  const nodes = new Uint32Array(classCount[row] ?? 0);
  let count = 0;
  for (let from = 0; from < classOf.length && count < nodes.length; from += BLOCK) {
    poll(watch, from, classOf.length, 'objects');
    const to = Math.min(classOf.length, from + BLOCK);
    for (let node = from; node < to; node++)
      if (classOf[node] === row && shallowSize[node] > 0) nodes[count++] = node;
  }
  return count === nodes.length ? nodes : nodes.slice(0, count);
}
