import { columnF64, grownF64 } from '../../base/column-memory.js';

/** Rows of numbers as one Float64 column a field, for the small sections: locations, samples, functions. */
export class NumberColumns {
  rows = 0;
  readonly #columns: Float64Array[];
  #capacity = 1 << 10;

  constructor(readonly fields: number) {
    this.#columns = Array.from({ length: fields }, () => columnF64(this.#capacity));
  }

  take(batch: Float64Array, rows: number): void {
    const wanted = this.rows + rows;
    if (wanted > this.#capacity) {
      this.#capacity = Math.max(wanted, this.#capacity * 2);
      for (let field = 0; field < this.fields; field++)
        this.#columns[field] = grownF64(this.#columns[field], this.#capacity);
    }
    for (let field = 0; field < this.fields; field++) {
      const column = this.#columns[field];
      for (let row = 0, at = field; row < rows; row++, at += this.fields) column[this.rows + row] = batch[at];
    }
    this.rows = wanted;
  }

  /** All zero for a field that the file does not have (-1). */
  column(field: number): Float64Array {
    return field < 0 ? columnF64(this.rows) : this.#columns[field].subarray(0, this.rows);
  }
}
