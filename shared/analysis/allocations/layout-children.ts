/**
 * The calls below each call, as rows of the tree in their order: those of row `r` are `rows[first[r + 1]]` up to, not
 * including, `rows[first[r + 2]]`; the outermost calls are those of row -1.
 */
export interface ChildRows {
  readonly first: Uint32Array;
  readonly rows: Uint32Array;
}

/**
 * Counting sort by caller: stable, so that siblings keep the order of the tree. `scratch`: room for a number a row and one
 * more, which is overwritten.
 */
export function childRows(parent: Int32Array, scratch = new Uint32Array(parent.length + 1)): ChildRows {
  const length = parent.length;
  const first = new Uint32Array(length + 2);
  for (let row = 0; row < length; row++) first[parent[row] + 2]++;
  for (let slot = 1; slot < first.length; slot++) first[slot] += first[slot - 1];
  const next = scratch;
  next.set(first.subarray(0, length + 1));
  const rows = new Uint32Array(length);
  for (let row = 0; row < length; row++) rows[next[parent[row] + 1]++] = row;
  return { first, rows };
}
