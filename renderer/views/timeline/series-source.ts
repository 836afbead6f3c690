import type { SeriesColumns } from '../../../shared/api/sessions.js';
import { gapLimit, usualStep } from '../../../shared/base/reading-gap.js';
import type { LaneSource } from '../../canvas/timeline/lanes.js';
import { MinMaxLevels } from '../../canvas/timeline/min-max-levels.js';

/** A detail that ends this near to the newest sample goes on with it, ms. */
const NEAR = 80_000;

/** One series of one target: the whole session thinned, and a part of it whole where one has looked closer. */
export class SeriesSource implements LaneSource {
  #base = new MinMaxLevels();
  #detail: { readonly from: number; to: number; readonly levels: MinMaxLevels } | undefined;
  /** Samples appended since the base was fetched. */
  appended = 0;
  /** Some value of it was above 0: a lane of nothing but 0 is not worth its place. */
  aboveZero = false;

  levels(from: number, to: number): MinMaxLevels {
    const detail = this.#detail;
    const last = this.#base.length > 0 ? this.#base.time[this.#base.length - 1] : 0;
    if (detail && detail.from <= from && detail.to >= Math.min(to, last)) return detail.levels;
    return this.#base;
  }

  get whole(): MinMaxLevels {
    return this.#base;
  }

  setBase({ time, min, max }: SeriesColumns): void {
    const tail = tailAfter(this.#base, time.at(-1) ?? Number.NEGATIVE_INFINITY);
    this.#base = new MinMaxLevels(time, min, max);
    this.aboveZero ||= max.some((value) => value > 0);
    this.appended = 0;
    for (const [at, value] of tail) this.#base.append(at, value);
  }

  setDetail(from: number, to: number, { time, min, max }: SeriesColumns): void {
    const levels = new MinMaxLevels(time, min, max);
    for (const [at, value] of tailAfter(this.#base, time.at(-1) ?? to))
      if (at <= to) levels.append(at, value);
    this.#detail = { from, to, levels };
  }

  dropDetail(): void {
    this.#detail = undefined;
  }

  append(at: number, value: number): void {
    put(this.#base, at, value);
    this.aboveZero ||= value > 0;
    this.appended++;
    const detail = this.#detail;
    // A detail that reached the newest sample goes on reaching it.
    if (detail && detail.levels.length > 0 && at - detail.to < NEAR) {
      put(detail.levels, at, value);
      detail.to = Math.max(detail.to, at);
    }
  }
}

function put(levels: MinMaxLevels, at: number, value: number): void {
  const { length, time } = levels;
  const last = length > 0 ? time[length - 1] : at;
  if (at < last) return;
  // Cheap first: this is asked for every sample of every series.
  if (length > 1 && at - last > gapLimit(0) && at - last > gapLimit(usualStep(time, length, length)))
    levels.append((last + at) / 2, Number.NaN);
  levels.append(at, value);
}

function tailAfter(levels: MinMaxLevels, after: number): readonly (readonly [number, number])[] {
  const tail: (readonly [number, number])[] = [];
  for (let at = levels.length - 1; at >= 0 && levels.time[at] > after; at--)
    tail.push([levels.time[at], levels.max[at]]);
  return tail.reverse();
}
