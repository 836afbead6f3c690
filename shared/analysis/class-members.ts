import { UNWATCHED, type Watch } from '../base/watch.js';
import type { HeapIndex } from '../model/heap-index.js';
import { poll } from './poll.js';

interface Remembered {
  readonly row: number;
  readonly nodes: Uint32Array;
}

/** A table of objects, their paths and the tree of these ask for the same. */
const remembered = new WeakMap<HeapIndex, readonly Remembered[]>();
const MOST_REMEMBERED = 4;
/** Nodes between two looks whether anybody waits. */
const BLOCK = 1 << 14;

/** The objects of a class, in the order of the graph: nodes that have a size. Not to be written to. */
export function classMembers(index: HeapIndex, row: number, watch: Watch = UNWATCHED): Uint32Array {
  const known = remembered.get(index) ?? [];
  const entry = known.find((other) => other.row === row) ?? { row, nodes: membersOf(index, row, watch) };
  remembered.set(index, [entry, ...known.filter((other) => other !== entry)].slice(0, MOST_REMEMBERED));
  return entry.nodes;
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
  return nodes.subarray(0, count);
}
