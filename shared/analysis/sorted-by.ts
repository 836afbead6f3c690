/** Fewer rows are sorted by comparing. */
const WORTH = 1 << 12;
const BITS = 11;
const BUCKETS = 1 << BITS;
const PASSES = 3;

/**
 * Sorts rows in place by a column, equal ones as they stand in the graph; `rows` must ascend. Many rows by 32-bit numbers:
 * a radix sort, three passes.
 */
export function sortedBy(rows: Uint32Array, column: ArrayLike<number>, descending: boolean): Uint32Array {
  if (rows.length >= WORTH && (column instanceof Uint32Array || column instanceof Int32Array))
    return radixSorted(rows, column, descending);
  return descending
    ? rows.sort((a, b) => column[b] - column[a] || a - b)
    : rows.sort((a, b) => column[a] - column[b] || a - b);
}

function radixSorted(rows: Uint32Array, column: Uint32Array | Int32Array, descending: boolean): Uint32Array {
  // The first bit of a signed number counts the other way round; descending, every bit does.
  const flip = (column instanceof Int32Array ? 0x8000_0000 : 0) ^ (descending ? 0xffff_ffff : 0);
  let from = rows;
  let to: Uint32Array = new Uint32Array(rows.length);
  for (let pass = 0; pass < PASSES; pass++) {
    const shift = pass * BITS;
    const next = new Uint32Array(BUCKETS + 1);
    for (let i = 0; i < from.length; i++) next[(((column[from[i]] ^ flip) >>> shift) & (BUCKETS - 1)) + 1]++;
    for (let bucket = 1; bucket <= BUCKETS; bucket++) next[bucket] += next[bucket - 1];
    for (let i = 0; i < from.length; i++) {
      const row = from[i];
      to[next[((column[row] ^ flip) >>> shift) & (BUCKETS - 1)]++] = row;
    }
    [from, to] = [to, from];
  }
  // An odd number of passes: the result stands in the other memory.
  rows.set(from);
  return rows;
}
