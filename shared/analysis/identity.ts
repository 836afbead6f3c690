import type { HeapIndex } from '../model/heap-index.js';
import { NodeFlag } from '../model/python-heap-stream.js';
import { classesAs } from './classes-as.js';

/** No node of the other snapshot is the same object. */
export const NOBODY = -1;

/**
 * For each node of `base` the node of `compared` that is the same object, or NOBODY. V8 ids are kept for life.
 * CPython's are addresses: the same address with another class or size is another object; the same with both may be.
 * Ids are looked up in an open-addressing table of ordinals, so that a few ids far above the others cost nothing.
 */
export function sameObjects(base: HeapIndex, compared: HeapIndex): Int32Array {
  let found = pairs.get(compared);
  if (!found) {
    found = new WeakMap();
    pairs.set(compared, found);
  }
  let same = found.get(base);
  if (!same) {
    same = match(base, compared);
    found.set(base, same);
  }
  return same;
}

/** Every page of a diff asks again. */
const pairs = new WeakMap<HeapIndex, WeakMap<HeapIndex, Int32Array>>();

function match(base: HeapIndex, compared: HeapIndex): Int32Array {
  const same = new Int32Array(base.graph.nodeCount).fill(NOBODY);
  const find = idLookup(compared.graph.id);
  const rows = new Map(compared.classNames.map((name, row) => [name, row]));
  const { classOf, classNames } = classesAs(compared, base);
  const rowIn = Int32Array.from(classNames, (name) => rows.get(name) ?? NOBODY);
  const python = compared.graph.producer === 'cpython';
  for (let node = 0; node < same.length; node++) {
    const other = find(base.graph.id[node]);
    if (other === NOBODY || compared.classOf[other] !== rowIn[classOf[node]]) continue;
    // What has no size is counted with another: it is not there.
    if (base.shallowSize[node] === 0 || compared.shallowSize[other] === 0) continue;
    if (python && isNew(base, node, compared, other)) continue;
    same[node] = other;
  }
  return same;
}

/** The agent's own word where it gives one; else a container may have grown, anything else keeps its size. */
function isNew(base: HeapIndex, node: number, compared: HeapIndex, other: number): boolean {
  if (((compared.graph.flags?.[other] ?? 0) & NodeFlag.new) !== 0) return true;
  const holds = compared.graph.firstEdge[other + 1] > compared.graph.firstEdge[other];
  return !holds && base.graph.selfSize[node] !== compared.graph.selfSize[other];
}

/** A function from an id to its ordinal. */
export function idLookup(ids: Uint32Array | Float64Array): (id: number) => number {
  let size = 16;
  while (size < ids.length * 2) size *= 2;
  const mask = size - 1;
  const table = new Int32Array(size).fill(NOBODY);
  const slotOf = (id: number): number => {
    const low = id >>> 0;
    const high = (id / 2 ** 32) >>> 0;
    let hash = Math.imul(low ^ Math.imul(high, 0x85ebca6b), 0x9e3779b1);
    hash ^= hash >>> 15;
    return hash & mask;
  };
  for (let node = 0; node < ids.length; node++) {
    let slot = slotOf(ids[node]);
    while (table[slot] !== NOBODY && ids[table[slot]] !== ids[node]) slot = (slot + 1) & mask;
    if (table[slot] === NOBODY) table[slot] = node;
  }
  return (id) => {
    let slot = slotOf(id);
    while (table[slot] !== NOBODY && ids[table[slot]] !== id) slot = (slot + 1) & mask;
    return table[slot];
  };
}
