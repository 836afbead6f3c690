import type { FlameActions } from './flame-canvas.js';
import {
  type FlameModel,
  type FlameView,
  flameHeight,
  levelOf,
  ROW_HEIGHT,
  shownView,
} from './flame-model.js';

/** What pointer and keys need of the picture. */
export interface FlameParts extends FlameActions {
  model(): FlameModel | undefined;
  size(): { readonly width: number; readonly height: number };
  /** Position. */
  hover(position: number | undefined): void;
}

/** As far as one may scroll: the last level stays in sight. */
export function keptScroll(model: FlameModel, scroll: number, height: number): number {
  return Math.max(0, Math.min(scroll, flameHeight(model.layout) - Math.min(height, 3 * ROW_HEIGHT)));
}

/** The view and scroll in which a call can be seen: as they are where it is in sight already. */
export function viewWith(
  model: FlameModel,
  position: number,
  height: number,
): { readonly view: FlameView | undefined; readonly scroll: number } {
  const { layout, width, scroll } = model;
  const { lo, hi } = shownView(model);
  const left = layout.left[position];
  const wide = width[layout.row[position]];
  const right = left + wide;
  let view = model.view;
  const span = hi - lo;
  if (wide > span) view = { lo: left, hi: right };
  else if (left < lo) view = { lo: left, hi: left + span };
  else if (right > hi) view = { lo: right - span, hi: right };
  const top = levelOf(layout, position) * ROW_HEIGHT;
  const inSight =
    top < scroll ? top : top + ROW_HEIGHT > scroll + height ? top + ROW_HEIGHT - height : scroll;
  return { view, scroll: inSight };
}
