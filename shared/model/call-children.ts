/** The calls below each call, in their order, as lists in two columns. */
export interface CallChildren {
  /** NO_CALL where there is none. The outermost calls are those of row `length`. */
  readonly first: Int32Array;
  readonly next: Int32Array;
}

export const NO_CALL = -1;

export function callChildren(parent: Int32Array): CallChildren {
  const { length } = parent;
  const first = new Int32Array(length + 1).fill(NO_CALL);
  const next = new Int32Array(length);
  for (let row = length - 1; row >= 0; row--) {
    const of = parent[row] < 0 ? length : parent[row];
    next[row] = first[of];
    first[of] = row;
  }
  return { first, next };
}
