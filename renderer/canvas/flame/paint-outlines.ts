import type { Palette } from '../../theme/palette.js';
import { FILLED, type FlameModel, levelOf, levelTop, shownView } from './flame-model.js';

export interface OutlineSurface {
  readonly context: CanvasRenderingContext2D;
  readonly colours: Palette;
  /** In CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** Device pixels to one of CSS. */
  readonly ratio: number;
}

/** What follows the pointer and the keys: the call under the pointer, the selected one. */
export function paintOutlines(
  { context, colours, width, height, ratio }: OutlineSurface,
  model: FlameModel,
  hovered: number | undefined,
  focused: boolean,
): void {
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  const { layout } = model;
  const { lo, hi } = shownView(model);
  const outline = (position: number, colour: string, line: number): void => {
    const row = layout.row[position];
    const scale = width / (hi - lo || 1);
    const begin = Math.max(-4, (layout.left[position] - lo) * scale);
    const end = Math.min(width + 4, (layout.left[position] + model.width[row] - lo) * scale);
    if (end < 0 || begin > width) return;
    const top = levelTop(model, levelOf(layout, position), height);
    context.strokeStyle = colour;
    context.lineWidth = line;
    const half = line / 2;
    context.strokeRect(
      Math.round(begin) + half,
      Math.round(top) + half,
      Math.max(2, Math.round(end - begin) - 1) - line,
      FILLED - line,
    );
  };
  const selected = model.selected === undefined ? -1 : (layout.position[model.selected] ?? -1);
  if (selected >= 0) outline(selected, focused ? colours.accent : colours.tx, 2);
  if (hovered !== undefined && hovered !== selected) outline(hovered, colours.tx, 1);
}
