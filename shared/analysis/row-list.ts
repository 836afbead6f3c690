import type { Weighty } from './kept-answers.js';
import { sortedBy } from './sorted-by.js';

interface Sorted {
  readonly column: ArrayLike<number>;
  readonly descending: boolean;
  readonly rows: Uint32Array;
}

/** Rows of a table that are kept for its next page: ascending, as they stand in the graph. */
export class RowList implements Weighty {
  /** In the order that was asked for last: who looks far down goes on from there. */
  #sorted: Sorted | undefined;

  /** `rows` ascend, have a buffer of their own and are not written to any more. */
  constructor(readonly rows: Uint32Array) {}

  get length(): number {
    return this.rows.length;
  }

  get bytes(): number {
    return this.rows.buffer.byteLength + (this.#sorted?.rows.byteLength ?? 0);
  }

  /** All of them in the order of a column, equal ones as they stand in the graph. Not to be written to. */
  sorted(column: ArrayLike<number>, descending: boolean): Uint32Array {
    const known = this.#sorted;
    if (known && known.column === column && known.descending === descending) return known.rows;
    const rows = sortedBy(this.rows.slice(), column, descending);
    this.#sorted = { column, descending, rows };
    return rows;
  }
}
