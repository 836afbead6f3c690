import type { Reading } from '../../shared/model/series.js';
import type { GcEvent } from '../../shared/model/session.js';
import type { TargetBatch } from './sampler.js';

/** Names one row until the next `take`; later it names nothing any more. */
export interface RowMark {
  readonly batch: number;
  readonly row: number;
}

/** The rows of one target since the last batch, as columns. */
export class TargetColumns {
  #time: number[] = [];
  #series = new Map<string, number[]>();
  #gc: GcEvent[] = [];
  #batch = 0;

  constructor(private readonly target: number) {}

  /** Times never decrease. */
  row(time: number): RowMark {
    this.#time.push(time);
    return { batch: this.#batch, row: this.#time.length - 1 };
  }

  /** A row of one value. */
  one(time: number, name: string, value: number): void {
    this.#time.push(time);
    this.#put(this.#time.length - 1, name, value);
  }

  /** False when the row has been handed out already. */
  set({ batch, row }: RowMark, reading: Reading): boolean {
    if (batch !== this.#batch) return false;
    for (const name in reading) this.#put(row, name, reading[name]);
    return true;
  }

  gc(events: readonly GcEvent[]): void {
    this.#gc.push(...events);
  }

  /** What came in since the last call; undefined when nothing did. */
  take(): TargetBatch | undefined {
    if (this.#time.length === 0 && this.#gc.length === 0) return undefined;
    const length = this.#time.length;
    for (const column of this.#series.values()) while (column.length < length) column.push(Number.NaN);
    const batch = { target: this.target, time: this.#time, series: this.#series, gc: this.#gc };
    this.#time = [];
    this.#series = new Map();
    this.#gc = [];
    this.#batch++;
    return batch;
  }

  #put(row: number, name: string, value: number): void {
    let column = this.#series.get(name);
    if (!column) {
      column = [];
      this.#series.set(name, column);
    }
    while (column.length < row) column.push(Number.NaN);
    column[row] = value;
  }
}
