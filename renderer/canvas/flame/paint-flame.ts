import type { Palette } from '../../theme/palette.js';
import { FADED } from './flame-fills.js';
import { FILLED, type FlameModel, ROW_HEIGHT, shownView } from './flame-model.js';
import type { FlameRaster } from './flame-raster.js';
import type { GlyphWidths } from './glyph-widths.js';
import { REST, type VisibleCalls, visibleCalls } from './visible-calls.js';

export interface FlameSurface {
  readonly context: CanvasRenderingContext2D;
  readonly colours: Palette;
  readonly fills: Int32Array;
  readonly ground: number;
  readonly raster: FlameRaster;
  readonly glyphs: GlyphWidths;
  /** In CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** Device pixels to one of CSS. */
  readonly ratio: number;
}

/** Narrower ones have no text. */
const LEAST_LABEL = 26;
const INSET = 5;

/** Where a level begins; when calls grow upwards the roots stand at the foot. */
export function levelTop({ upwards, scroll }: FlameModel, level: number, height: number): number {
  return upwards ? height - (level + 1) * ROW_HEIGHT + scroll : level * ROW_HEIGHT - scroll;
}

/** Which levels are in sight. */
export function levelsInSight(model: FlameModel, height: number): { first: number; last: number } {
  const first = Math.max(0, Math.floor(model.scroll / ROW_HEIGHT));
  return { first, last: first + Math.ceil(height / ROW_HEIGHT) };
}

/** Every call of at least half a pixel in sight, then their names. */
export function paintFlame(
  { context, colours, fills, ground, raster, glyphs, width, height, ratio }: FlameSurface,
  model: FlameModel,
  found: VisibleCalls,
  heavy: boolean,
): void {
  const [wide, tall] = [Math.round(width * ratio), Math.round(height * ratio)];
  const sight = { pixels: wide, heavy, ...levelsInSight(model, height) };
  visibleCalls(model.layout, model.width, shownView(model), sight, found);
  const { layout, frame, matched } = model;
  const { length, position, level, from, to } = found;
  raster.paint(
    context,
    { wide, tall, ratio, ground },
    found,
    (one) => Math.round(levelTop(model, one, height) * ratio),
    (at) => {
      if (position[at] === REST) return fills[matched ? FADED : 0];
      const row = layout.row[position[at]];
      return fills[model.fill(row) + (matched && matched[frame[row]] === 0 ? FADED : 0)];
    },
  );
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.font = glyphs.font;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  paintNames(colours.tx, (row) => !matched || matched[frame[row]] === 1);
  // What a search did not find keeps its name, in the background.
  if (matched) paintNames(colours['tx-3'], (row) => matched[frame[row]] === 0);

  function paintNames(colour: string, wanted: (row: number) => boolean): void {
    context.fillStyle = colour;
    for (let at = 0; at < length; at++) {
      const room = (to[at] - from[at]) / ratio;
      if (room < LEAST_LABEL || position[at] === REST) continue;
      const row = layout.row[position[at]];
      if (!wanted(row)) continue;
      const text = labelOf(model, row, room - 2 * INSET, glyphs);
      if (text)
        context.fillText(
          text,
          from[at] / ratio + INSET,
          levelTop(model, level[at], height) + FILLED / 2 + 0.5,
        );
    }
  }
}

/** The name, and what it weighs where there is room for both. */
function labelOf(model: FlameModel, row: number, room: number, glyphs: GlyphWidths): string {
  const name = model.name(model.frame[row]);
  const text = glyphs.fitted(name, room);
  if (text !== name) return text;
  const left = room - glyphs.width(name);
  // No amount is shorter than this.
  if (left < LEAST_AMOUNT) return name;
  const amount = `  ${model.amount(row)}`;
  return glyphs.width(amount) <= left ? name + amount : name;
}

const LEAST_AMOUNT = 34;
