/** Samples of a bucket of the lowest level: fewer are looked at one by one as fast. */
const LOWEST = 8;
/** Buckets of a level hold this many of the level below: between two and four are then looked at for a pixel. */
const FACTOR = 2;

/**
 * One series with the minimum and maximum of every 8, 16, 32, … samples, so that any range of millions is
 * sampled in a few thousand steps. Time never decreases. A gap is a NaN. Grows at its end.
 */
export class MinMaxLevels {
  length = 0;
  time: Float64Array;
  min: Float64Array;
  max: Float64Array;
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
    for (let k = 0; k < this.#levels.length; k++) {
      const level = this.#levels[k];
      const size = this.sizeOf(k);
      const bucket = Math.floor(at / size);
      const first = bucket * size === at;
      // `!(a <= b)` also replaces the NaN of a bucket that had no number; a NaN itself replaces nothing.
      if (first || (!Number.isNaN(value) && !(level.min[bucket] <= value))) level.min[bucket] = value;
      if (first || (!Number.isNaN(value) && !(level.max[bucket] >= value))) level.max[bucket] = value;
    }
  }

  /** How many levels of buckets there are above the samples. */
  get depth(): number {
    return this.#levels.length;
  }

  /** Samples of a bucket of level `k`. */
  sizeOf(k: number): number {
    return k < 0 ? 1 : LOWEST * FACTOR ** k;
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

  /** How long nothing was read around a moment, ms; undefined where there were readings. */
  gapAt(time: number): number | undefined {
    const after = this.indexOf(time);
    // The gap itself stands between the reading before it and the one after.
    const gap = Number.isNaN(this.max[after]) ? after : after - 1;
    if (gap < 1 || gap >= this.length - 1 || !Number.isNaN(this.max[gap])) return undefined;
    return this.time[gap + 1] - this.time[gap - 1];
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
    let below: Extremes = { min: this.min, max: this.max };
    let used = this.length;
    let factor = LOWEST;
    for (let size = this.time.length; size > FACTOR; factor = FACTOR) {
      size = Math.ceil(size / factor);
      const level = { min: new Float64Array(size), max: new Float64Array(size) };
      fold(below, used, factor, level);
      this.#levels.push(level);
      below = level;
      used = Math.ceil(used / factor);
    }
  }
}

interface Extremes {
  readonly min: Float64Array;
  readonly max: Float64Array;
}

/** Of buckets that hold nothing but NaN, and of those not used yet, NaN. */
function fold(below: Extremes, used: number, factor: number, into: Extremes): void {
  const { min, max } = below;
  const whole = Math.floor(used / factor);
  for (let bucket = 0, at = 0; bucket < whole; bucket++) {
    let low = min[at];
    let high = max[at];
    // A NaN passes through both, and is seen after.
    for (const end = at + factor; at < end; at++) {
      low = Math.min(low, min[at]);
      high = Math.max(high, max[at]);
    }
    into.min[bucket] = low;
    into.max[bucket] = high;
    if (Number.isNaN(low) || Number.isNaN(high)) foldSome(below, at - factor, at, into, bucket);
  }
  const rest = Math.ceil(used / factor);
  if (rest > whole) foldSome(below, whole * factor, used, into, whole);
  into.min.fill(Number.NaN, rest);
  into.max.fill(Number.NaN, rest);
}

/** One bucket, of which some may be NaN. */
function foldSome(below: Extremes, from: number, to: number, into: Extremes, bucket: number): void {
  let low = Number.NaN;
  let high = Number.NaN;
  for (let at = from; at < to; at++) {
    if (!(low <= below.min[at]) && !Number.isNaN(below.min[at])) low = below.min[at];
    if (!(high >= below.max[at]) && !Number.isNaN(below.max[at])) high = below.max[at];
  }
  into.min[bucket] = low;
  into.max[bucket] = high;
}

function grown(column: Float64Array, capacity: number): Float64Array {
  const out = new Float64Array(capacity);
  out.set(column);
  return out;
}
