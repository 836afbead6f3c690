import type { SampleBlock } from '../../shared/format/sample-block.js';

/** Entries of some series over a range, from blocks of different levels, oldest first. */
export class EntryList {
  readonly time: number[] = [];
  readonly #columns: ReadonlyMap<number, { readonly min: number[]; readonly max: number[] }>;

  constructor(series: Iterable<number>) {
    this.#columns = new Map([...series].map((id) => [id, { min: [], max: [] }]));
  }

  column(series: number): { readonly min: readonly number[]; readonly max: readonly number[] } {
    return this.#columns.get(series) ?? NONE;
  }

  /**
   * Adds the rows of a block that touch the range: a row lasts until the next one begins, the last until
   * `until`. Rows before `skip` are known already.
   */
  add({ time, series }: SampleBlock, range: Range, skip: number, until: number): void {
    const folded = time.length > 0 && until > time[time.length - 1];
    const end = (row: number): number => (folded ? (time[row + 1] ?? until) : time[row]);
    let first = Math.max(0, skip);
    while (first < time.length && (end(first) < range.from || (folded && end(first) === range.from))) first++;
    let last = first;
    while (last < time.length && time[last] <= range.to) last++;
    for (let i = first; i < last; i++) this.time.push(time[i]);
    for (const [id, { min, max }] of this.#columns) {
      const from = series.get(id);
      for (let i = first; i < last; i++) {
        min.push(from ? from.min[i] : Number.NaN);
        max.push(from ? from.max[i] : Number.NaN);
      }
    }
  }

  /** Nothing is known of this time: a hole in every series. */
  hole(at: number): void {
    this.time.push(at);
    for (const { min, max } of this.#columns.values()) {
      min.push(Number.NaN);
      max.push(Number.NaN);
    }
  }
}

export interface Range {
  readonly from: number;
  readonly to: number;
}

const NONE = { min: [], max: [] };
