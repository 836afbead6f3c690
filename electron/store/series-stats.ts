/** What `info` says of a series, kept up sample by sample. */
export class SeriesStats {
  count = 0;
  min = Number.NaN;
  max = Number.NaN;
  first = Number.NaN;
  last = Number.NaN;

  /** NaN is no value and counts for nothing. */
  add(values: ArrayLike<number>, from = 0): void {
    for (let i = from; i < values.length; i++) {
      const value = values[i];
      if (Number.isNaN(value)) continue;
      if (this.count++ === 0) this.min = this.max = this.first = value;
      else if (value < this.min) this.min = value;
      else if (value > this.max) this.max = value;
      this.last = value;
    }
  }
}
