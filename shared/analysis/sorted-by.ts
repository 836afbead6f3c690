/** Sorts rows in place by a column, equal ones as they stand in the graph. */
export function sortedBy(rows: Uint32Array, column: ArrayLike<number>, descending: boolean): Uint32Array {
  return descending
    ? rows.sort((a, b) => column[b] - column[a] || a - b)
    : rows.sort((a, b) => column[a] - column[b] || a - b);
}
