import type { HeapGraph } from '../model/heap-graph.js';

/** Ids below are no addresses: the groups of roots have them. */
const LEAST_ADDRESS = 4096;
/** Objects of CPython begin at multiples of this. */
const ALIGNED = 16;
const FREE = 0;

/**
 * The ids that a file is written with. Chrome DevTools and memlab keep 32 bits of one and take equal ids for one object, so that
 * addresses of 64 bits are narrowed: to the 32 bits above their four zeros, which are unique in any 64 GiB, and where two are
 * still equal the later takes another that is free. The same address has the same id in the next snapshot.
 */
export function exportIds({ id }: HeapGraph): Uint32Array {
  if (id instanceof Uint32Array) return id;
  const ids = new Uint32Array(id.length);
  let size = 16;
  while (size < id.length * 2) size *= 2;
  const taken = new Uint32Array(size);
  const take = (wanted: number): number => {
    let found = Math.max(1, wanted);
    for (;;) {
      let slot = Math.imul(found, 0x9e3779b1) >>> 0;
      slot = (slot ^ (slot >>> 15)) & (size - 1);
      while (taken[slot] !== FREE && taken[slot] !== found) slot = (slot + 1) & (size - 1);
      if (taken[slot] === FREE) {
        taken[slot] = found;
        return found;
      }
      // Far away: next to it stand those that came after it.
      found = Math.max(LEAST_ADDRESS, (found + 0x9e3779b1) >>> 0);
    }
  };
  for (let node = 0; node < id.length; node++) if (id[node] < LEAST_ADDRESS) ids[node] = take(id[node]);
  for (let node = 0; node < id.length; node++)
    if (id[node] >= LEAST_ADDRESS) ids[node] = take(Math.max(LEAST_ADDRESS, (id[node] / ALIGNED) >>> 0));
  return ids;
}
