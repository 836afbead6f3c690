const BITS = 16;
const BUCKETS = 1 << BITS;

/** Rows in the order of their keys, equal ones as they stood: a radix sort, two passes over 32 bits. */
export function rowOrder(keys: Uint32Array): Uint32Array {
  const rows = new Uint32Array(keys.length);
  for (let row = 0; row < rows.length; row++) rows[row] = row;
  const half = pass(keys, rows, 0);
  return pass(keys, half, BITS);
}

function pass(keys: Uint32Array, rows: Uint32Array, shift: number): Uint32Array {
  const next = new Uint32Array(BUCKETS + 1);
  for (let i = 0; i < keys.length; i++) next[((keys[i] >>> shift) & (BUCKETS - 1)) + 1]++;
  for (let bucket = 1; bucket <= BUCKETS; bucket++) next[bucket] += next[bucket - 1];
  const ordered = new Uint32Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    ordered[next[(keys[row] >>> shift) & (BUCKETS - 1)]++] = row;
  }
  return ordered;
}
