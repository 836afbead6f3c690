import { encodeSampleBlock } from '../../shared/format/sample-block.js';
import { getOrAdd } from './get-or-add.js';

/** Entries of one level fold into one of the next. */
export const FOLD = 16;
/** Entries of a full block of a folded level. */
export const LEVEL_ROWS = 256;
/** Entries of level 5 stand for a million samples: no range needs coarser ones. */
export const TOP_LEVEL = 5;

export interface Columns {
  readonly time: ArrayLike<number>;
  readonly series: ReadonlyMap<number, { readonly min: ArrayLike<number>; readonly max: ArrayLike<number> }>;
}

export interface LevelBlock {
  readonly first: number;
  readonly samples: number;
  readonly t0: number;
  readonly t1: number;
  readonly data: Uint8Array;
}

/**
 * Builds one level of one target from the entries of the level below, in order. Buckets and blocks are
 * aligned to sample numbers: block k of level L covers samples from k * 256 * 16^L.
 */
export class Level {
  #time: number[] = [];
  #series = new Map<number, { min: number[]; max: number[] }>();
  /** Entries of the level below in the open bucket, 0 to 15. */
  #filled = 0;
  /** Whole entries handed out as blocks so far. */
  #done = 0;

  constructor(readonly level: number) {}

  /** Samples that an entry stands for. */
  get weight(): number {
    return FOLD ** this.level;
  }

  /** Number of the first sample of the next block. */
  get first(): number {
    return this.#done * this.weight;
  }

  /** Takes entries of the level below; answers the entries that this completed here. */
  push(from: Columns): Columns {
    const before = this.#wholeRows();
    const start = this.#filled;
    const rows = from.time.length;
    for (let i = 0; i < rows; i++) if ((start + i) % FOLD === 0) this.#time.push(from.time[i]);
    for (const [id, column] of from.series) this.#fold(this.#column(id), column, rows, start);
    this.#filled = (start + rows) % FOLD;
    const after = this.#wholeRows();
    const time = this.#time.slice(before, after);
    const series = new Map(
      [...this.#series].map(([id, { min, max }]) => {
        for (const side of [min, max]) while (side.length < this.#time.length) side.push(Number.NaN);
        return [id, { min: min.slice(before, after), max: max.slice(before, after) }] as const;
      }),
    );
    return { time, series };
  }

  /**
   * A full block, or with `rest` whatever whole entries there are; undefined where there is none.
   * `until` is the time of the newest sample that was pushed.
   */
  take(until: number, rest = false): LevelBlock | undefined {
    const whole = this.#wholeRows();
    const entries = Math.min(LEVEL_ROWS, whole);
    if (entries === 0 || (entries < LEVEL_ROWS && !rest)) return undefined;
    const first = this.first;
    const time = this.#time.splice(0, entries);
    const columns = new Map<number, { min: number[]; max: number[] }>();
    for (const [id, { min, max }] of this.#series) {
      const taken = { min: min.splice(0, entries), max: max.splice(0, entries) };
      if (taken.min.some((value) => !Number.isNaN(value))) columns.set(id, taken);
    }
    this.#done += entries;
    const t1 = this.#time[0] ?? until;
    return { first, samples: entries * this.weight, t0: time[0], t1, data: encodeSampleBlock(time, columns) };
  }

  #wholeRows(): number {
    return this.#filled === 0 ? this.#time.length : this.#time.length - 1;
  }

  #column(id: number): { min: number[]; max: number[] } {
    return getOrAdd(this.#series, id, () => ({ min: [], max: [] }));
  }

  #fold(
    { min, max }: { min: number[]; max: number[] },
    from: { readonly min: ArrayLike<number>; readonly max: ArrayLike<number> },
    rows: number,
    start: number,
  ): void {
    // The open bucket, if there is one, is the last of the times before this push.
    const base = this.#time.length - Math.ceil((start + rows) / FOLD);
    while (min.length < this.#time.length) {
      min.push(Number.NaN);
      max.push(Number.NaN);
    }
    for (let i = 0; i < rows; i++) {
      const row = base + Math.floor((start + i) / FOLD);
      if (!(from.min[i] >= min[row])) min[row] = Number.isNaN(from.min[i]) ? min[row] : from.min[i];
      if (!(from.max[i] <= max[row])) max[row] = Number.isNaN(from.max[i]) ? max[row] : from.max[i];
    }
  }
}
