/** Where the rows of a list stand, in pixels from its top. */
export class RowPlaces {
  /** Of the lowest row. */
  readonly least: number;
  readonly total: number;
  /** Absent where all rows are equally tall: nothing is kept of a million of them. */
  readonly #tops: Float64Array | undefined;

  constructor(
    readonly count: number,
    height: number | ((index: number) => number),
  ) {
    if (typeof height === 'number') {
      this.least = height;
      this.total = count * height;
      return;
    }
    const tops = new Float64Array(count + 1);
    let least = Number.POSITIVE_INFINITY;
    for (let index = 0; index < count; index++) {
      const tall = height(index);
      least = Math.min(least, tall);
      tops[index + 1] = tops[index] + tall;
    }
    this.least = count > 0 ? least : 1;
    this.total = tops[count];
    this.#tops = tops;
  }

  top(index: number): number {
    return this.#tops ? this.#tops[index] : index * this.least;
  }

  height(index: number): number {
    return this.#tops ? this.#tops[index + 1] - this.#tops[index] : this.least;
  }

  /** The row at a place; the first or the last where there is none. */
  at(place: number): number {
    const last = Math.max(0, this.count - 1);
    if (!this.#tops) return Math.max(0, Math.min(last, Math.floor(place / this.least)));
    let [low, high] = [0, last];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#tops[middle] <= place) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** How far to scroll so that a row is in sight: as far as now where it is. */
  inSight(index: number, scrolled: number, view: number): number {
    const top = this.top(index);
    const bottom = top + this.height(index);
    return top < scrolled ? top : bottom > scrolled + view ? bottom - view : scrolled;
  }
}
