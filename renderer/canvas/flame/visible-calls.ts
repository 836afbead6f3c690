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

/** Of the levels asked for, those of at least half a pixel. What they cost is what is seen, not what there is. */
export function visibleCalls(
  layout: FlameLayout,
  width: Float64Array,
  { lo, hi }: FlameView,
  { pixels, first, last, heavy }: Sight,
  found: VisibleCalls,
): VisibleCalls {
  found.length = 0;
  const { levels, left, row, firstChild } = layout;
  const scale = pixels / (hi - lo || 1);
  const least = HALF / scale;
  const edge = (position: number): number => left[position] + width[row[position]];
  const pixel = (at: number): number => Math.max(0, Math.min(pixels, Math.round((at - lo) * scale)));
  /** Siblings stand from the larger to the smaller: what comes after a small one is small. */
  const put = (level: number, from: number, to: number, siblings: boolean): void => {
    let at = firstInSight(edge, from, to, lo);
    while (at < to && left[at] < hi) {
      if (width[row[at]] >= least) {
        const [begin, end] = [pixel(left[at]), pixel(edge(at))];
        if (end > begin) found.add(level, begin, end, at);
        at++;
        continue;
      }
      const next = siblings && heavy ? to : nextPlace(left, at, to, left[at] + least);
      const [begin, end] = [pixel(left[at]), pixel(edge(next - 1))];
      const before = found.length - 1;
      if (
        before >= 0 &&
        found.position[before] === REST &&
        found.level[before] === level &&
        found.to[before] >= begin
      )
        found.to[before] = Math.max(found.to[before], end);
      else if (end > begin) found.add(level, begin, end, REST);
      at = next;
    }
  };
  if (first + 1 >= levels.length) return found;
  put(first, levels[first], levels[first + 1], first === 0 && layout.length > 0);
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

/** The first of a run whose right edge is beyond `lo`. */
function firstInSight(edge: (position: number) => number, from: number, to: number, lo: number): number {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (edge(middle) <= lo) low = middle + 1;
    else high = middle;
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
  const edge = (position: number): number => left[position] + width[row[position]];
  const position = firstInSight(edge, levels[level], levels[level + 1], at);
  return position < levels[level + 1] && left[position] <= at ? position : undefined;
}
