/** Buckets of a level hold this many of the level below. */
const FACTOR = 4;
const SHIFT = 2;

/**
 * One series with the minimum and maximum of every 4, 16, 64, … samples, so that any range of millions is
 * sampled in a few thousand steps. Time never decreases. A gap is a NaN. Grows at its end.
 */
export class MinMaxLevels {
  length = 0;
  time: Float64Array;
  min: Float64Array;
  max: Float64Array;
  /** Level k has the buckets of 4^(k+1) samples. */
  readonly #levels: { min: Float64Array; max: Float64Array }[] = [];

  constructor(
    time: Float64Array = new Float64Array(0),
    min: Float64Array = new Float64Array(0),
    max: Float64Array = min,
  ) {
    this.time = time;
    this.min = min;
    this.max = max;
    this.length = time.length;
    this.#build();
  }

  append(time: number, value: number): void {
    if (this.length === this.time.length) this.#grow();
    const at = this.length++;
    this.time[at] = time;
    this.min[at] = value;
    this.max[at] = value;
    let bucket = at >> SHIFT;
    for (let k = 0; ; k++, bucket >>= SHIFT) {
      const level = this.#levels[k];
      if (!level) break;
      // `!(a <= b)` also replaces a NaN, which a bucket holds until its first number.
      if (bucket * FACTOR ** (k + 1) === at || !(level.min[bucket] <= value)) level.min[bucket] = value;
      if (bucket * FACTOR ** (k + 1) === at || !(level.max[bucket] >= value)) level.max[bucket] = value;
    }
  }

  /** How many levels of buckets there are above the samples. */
  get depth(): number {
    return this.#levels.length;
  }

  /** Minimum columns of level `k`; -1 is the samples themselves. */
  minOf(k: number): Float64Array {
    return k < 0 ? this.min : this.#levels[k].min;
  }

  maxOf(k: number): Float64Array {
    return k < 0 ? this.max : this.#levels[k].max;
  }

  /** The first sample at or after `time`. */
  indexOf(time: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.time[middle] < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The newest sample at or before `time`; NaN before the first. */
  valueAt(time: number): number {
    const at = this.indexOf(time);
    const index = at < this.length && this.time[at] === time ? at : at - 1;
    return index < 0 ? Number.NaN : this.max[index];
  }

  #grow(): void {
    const capacity = Math.max(1024, this.time.length * 2);
    const shared = this.max === this.min;
    this.time = grown(this.time, capacity);
    this.min = grown(this.min, capacity);
    this.max = shared ? this.min : grown(this.max, capacity);
    this.#build();
  }

  /** All levels anew over the present capacity. */
  #build(): void {
    this.#levels.length = 0;
    let below = { min: this.min, max: this.max };
    let used = this.length;
    for (let size = this.time.length; size > FACTOR; ) {
      size = Math.ceil(size / FACTOR);
      const level = {
        min: new Float64Array(size).fill(Number.NaN),
        max: new Float64Array(size).fill(Number.NaN),
      };
      fold(below, used, level);
      this.#levels.push(level);
      below = level;
      used = Math.ceil(used / FACTOR);
    }
  }
}

interface Extremes {
  readonly min: Float64Array;
  readonly max: Float64Array;
}

function fold(below: Extremes, used: number, into: Extremes): void {
  for (let bucket = 0, at = 0; at < used; bucket++) {
    let low = Number.NaN;
    let high = Number.NaN;
    for (const end = Math.min(used, at + FACTOR); at < end; at++) {
      if (!(low <= below.min[at]) && !Number.isNaN(below.min[at])) low = below.min[at];
      if (!(high >= below.max[at]) && !Number.isNaN(below.max[at])) high = below.max[at];
    }
    into.min[bucket] = low;
    into.max[bucket] = high;
  }
}

function grown(column: Float64Array, capacity: number): Float64Array {
  const out = new Float64Array(capacity);
  out.set(column);
  return out;
}
