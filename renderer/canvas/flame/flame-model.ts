import type { FlameLayout } from '../../../shared/analysis/allocations/layout-levels.js';

/** The part of the width in view, in the unit of the layout. */
export interface FlameView {
  readonly lo: number;
  readonly hi: number;
}

/** All that the flame graph draws. Rows are those of the tree, frames those of its table. */
export interface FlameModel {
  readonly layout: FlameLayout;
  /** By row. */
  readonly width: Float64Array;
  readonly frame: Uint32Array;
  /** What a frame is called, safe to show. */
  name(frame: number): string;
  /** What stands behind the name where there is room. */
  amount(row: number): string;
  /** Which of the fills of `flameFills` a call has. */
  fill(row: number): number;
  /** By frame, 1 for what the search found; absent without one. */
  readonly matched?: Uint8Array;
  /** Absent: everything. */
  readonly view?: FlameView;
  /** Pixels that are scrolled away at the roots' end. */
  readonly scroll: number;
  /** The roots are at the foot and calls grow upwards. */
  readonly upwards: boolean;
  /** Row. */
  readonly selected?: number;
}

/** Of one level, and of the part of it that is filled. */
export const ROW_HEIGHT = 20;
export const FILLED = 19;

export const shownView = ({ view, layout }: FlameModel): FlameView => view ?? { lo: 0, hi: layout.total };

/** The least that can be looked at: a call of one byte fills the window. */
const LEAST = 0.25;

/** Zooms around a place; never wider than everything. */
export function zoomedView({ lo, hi }: FlameView, at: number, factor: number, total: number): FlameView {
  const span = Math.min(total, Math.max(LEAST, (hi - lo) * factor));
  const share = (at - lo) / (hi - lo || 1);
  return keptView(at - share * span, span, total);
}

export const pannedView = ({ lo, hi }: FlameView, by: number, total: number): FlameView =>
  keptView(lo + by, hi - lo, total);

function keptView(lo: number, span: number, total: number): FlameView {
  const left = Math.max(0, Math.min(lo, total - span));
  return { lo: left, hi: left + span };
}

/** How tall all levels are. */
export const flameHeight = ({ levels }: FlameLayout): number => (levels.length - 1) * ROW_HEIGHT;

/** The level that a call stands on. */
export function levelOf({ levels }: FlameLayout, position: number): number {
  let from = 0;
  let to = levels.length - 1;
  while (to - from > 1) {
    const middle = (from + to) >> 1;
    if (levels[middle] <= position) from = middle;
    else to = middle;
  }
  return from;
}

/** Where a level begins; when calls grow upwards the roots stand at the foot. */
export function levelTop({ upwards, scroll }: FlameModel, level: number, height: number): number {
  return upwards ? height - (level + 1) * ROW_HEIGHT + scroll : level * ROW_HEIGHT - scroll;
}

/** Which levels are in sight. */
export function levelsInSight(model: FlameModel, height: number): { first: number; last: number } {
  const first = Math.max(0, Math.floor(model.scroll / ROW_HEIGHT));
  return { first, last: first + Math.ceil(height / ROW_HEIGHT) };
}
