import type { FlameLayout } from '../../../shared/analysis/allocations/layout-levels.js';
import type { FlameView } from './flame-model.js';

/** What there is to draw of a view: one entry a rectangle, kept from frame to frame. */
export class VisibleCalls {
  length = 0;
  level = new Int32Array(4096);
  /** Pixels from the left of the view. */
  from = new Int32Array(4096);
  to = new Int32Array(4096);
  /** Of the layout; REST for calls that are each smaller than half a pixel, drawn as one. */
  position = new Int32Array(4096);

  add(level: number, from: number, to: number, position: number): void {
    if (this.length === this.level.length) this.#grow();
    const at = this.length++;
    this.level[at] = level;
    this.from[at] = from;
    this.to[at] = to;
    this.position[at] = position;
  }

  /** Makes a rest that stands right before it longer, where there is one. */
  restReaches(level: number, from: number, to: number): boolean {
    const before = this.length - 1;
    if (before < 0 || this.position[before] !== REST) return false;
    if (this.level[before] !== level || this.to[before] < from) return false;
    if (to > this.to[before]) this.to[before] = to;
    return true;
  }

  #grow(): void {
    for (const name of ['level', 'from', 'to', 'position'] as const) {
      const wider = new Int32Array(this.length * 2);
      wider.set(this[name]);
      this[name] = wider;
    }
  }
}

export const REST = -1;
const HALF = 0.5;

/**
 * Of the levels asked for, those of at least half a pixel. What they cost is what is seen, not what there is. Calls of one
 * caller stand without a gap: where one ends the next begins, so that only the last of them is asked for its width.
 */
export function visibleCalls(
  layout: FlameLayout,
  width: Float64Array,
  { lo, hi }: FlameView,
  { pixels, first, last, heavy }: Sight,
  found: VisibleCalls,
): VisibleCalls {
  found.length = 0;
  const { levels, left, row, firstChild } = layout;
  if (layout.length === 0 || first + 1 >= levels.length) return found;
  const scale = pixels / (hi - lo || 1);
  const least = HALF / scale;
  /** `siblings`: of one caller. Where they stand from the larger to the smaller, what comes after a small one is small. */
  const put = (level: number, from: number, to: number, siblings: boolean): void => {
    let at = left[from] >= lo ? from : lastFrom(left, from, to, lo);
    for (let next = at; at < to && left[at] < hi; at = next) {
      const begins = left[at];
      next = at + 1;
      let ends = siblings && next < to ? left[next] : begins + width[row[at]];
      const position = ends - begins >= least ? at : REST;
      if (position === REST) {
        next = siblings && heavy ? to : nextPlace(left, at, to, begins + least);
        ends = siblings && next < to ? left[next] : left[next - 1] + width[row[next - 1]];
      }
      const begin = pixelOf((begins - lo) * scale, pixels);
      const end = pixelOf((ends - lo) * scale, pixels);
      if (position !== REST || !found.restReaches(level, begin, end)) {
        if (end > begin) found.add(level, begin, end, position);
      }
    }
  };
  put(first, levels[first], levels[first + 1], first === 0);
  let begin = 0;
  for (let level = first + 1; level <= last && level + 1 < levels.length; level++) {
    const end = found.length;
    for (let i = begin; i < end; i++) {
      const position = found.position[i];
      if (position === REST || firstChild[position] === firstChild[position + 1]) continue;
      put(level, firstChild[position], firstChild[position + 1], true);
    }
    if (found.length === end) break;
    begin = end;
  }
  return found;
}

export interface Sight {
  readonly pixels: number;
  /** Levels. */
  readonly first: number;
  readonly last: number;
  /** In the order of their size. */
  readonly heavy: boolean;
}

/** A pixel of the picture, rounded. */
const pixelOf = (at: number, pixels: number): number =>
  at <= 0 ? 0 : at >= pixels ? pixels : (at + 0.5) | 0;

/** Of a run, the last that begins at or before `place`; the first where none does. */
function lastFrom(left: Float64Array, from: number, to: number, place: number): number {
  let [low, high] = [from, to - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (left[middle] <= place) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** After `at`: the last that begins before `place`, or the next. None in between can be wide. */
function nextPlace(left: Float64Array, at: number, to: number, place: number): number {
  let step = 1;
  while (at + step < to && left[at + step] < place) step *= 2;
  let [low, high] = [at + (step >> 1), Math.min(to, at + step)];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (left[middle] < place) low = middle + 1;
    else high = middle;
  }
  return Math.max(at + 1, low - 1);
}

/** What is at a place of a level, or undefined. */
export function callAt(
  { levels, left, row }: FlameLayout,
  width: Float64Array,
  level: number,
  at: number,
): number | undefined {
  if (level < 0 || level + 1 >= levels.length) return undefined;
  const position = lastFrom(left, levels[level], levels[level + 1], at);
  return left[position] <= at && at < left[position] + width[row[position]] ? position : undefined;
}
