import { storedTime } from '../../shared/format/sample-block.js';
import type { GcEvent } from '../../shared/model/session.js';
import { getOrAdd } from './get-or-add.js';
import { Level, TOP_LEVEL } from './level.js';
import type { SeriesStats } from './series-stats.js';

/** What a target has in the tail and in no block yet, and how far its blocks are. */
export class PendingSamples {
  time: number[] = [];
  readonly series = new Map<number, number[]>();
  gc: GcEvent[] = [];
  /** Samples and collections in blocks. */
  blocked = 0;
  blockedGc = 0;
  /** Row of the tail with the oldest of them. */
  oldestRow: number | undefined;
  /** Of the samples in blocks. */
  readonly stats = new Map<number, SeriesStats>();
  readonly levels: readonly Level[] = Array.from({ length: TOP_LEVEL }, (_, i) => new Level(i + 1));
  #lastTime = 0;

  constructor(readonly target: number) {}

  get samples(): number {
    return this.blocked + this.time.length;
  }

  /** Times as they are stored: never going back, to the microsecond. */
  ordered(times: readonly number[]): number[] {
    return times.map((time) => {
      if (time > this.#lastTime) this.#lastTime = storedTime(time);
      return this.#lastTime;
    });
  }

  add(time: readonly number[], series: ReadonlyMap<number, readonly number[]>, gc: readonly GcEvent[]): void {
    const before = this.time.length;
    for (const one of time) this.time.push(one);
    for (const [id, values] of series) {
      const column = getOrAdd(this.series, id, () => []);
      while (column.length < before) column.push(Number.NaN);
      for (let i = 0; i < time.length; i++) column.push(values[i] ?? Number.NaN);
    }
    for (const column of this.series.values())
      while (column.length < this.time.length) column.push(Number.NaN);
    for (const event of gc) this.gc.push(event);
  }

  /** They stand in blocks now. */
  clear(): void {
    this.blocked += this.time.length;
    this.blockedGc += this.gc.length;
    this.time = [];
    this.gc = [];
    this.series.clear();
    this.oldestRow = undefined;
  }
}
