/** No node has this id. */
export const NOBODY = -1;

/**
 * A function from an id to its ordinal, the first of those that have it: an open-addressing table, so that a few ids far above
 * the others cost nothing.
 */
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
