import type { Palette } from '../../theme/palette.js';
import { FADED, type FlameColours } from './flame-fills.js';
import { FILLED, type FlameModel, ROW_HEIGHT, shownView } from './flame-model.js';
import type { FlameRaster } from './flame-raster.js';
import { GlyphAtlas } from './glyph-atlas.js';
import type { GlyphWidths } from './glyph-widths.js';
import { REST, type VisibleCalls, visibleCalls } from './visible-calls.js';

export interface FlameSurface extends FlameColours {
  readonly context: CanvasRenderingContext2D;
  readonly colours: Palette;
  readonly raster: FlameRaster;
  readonly glyphs: GlyphWidths;
  /** Names in `text` and in `fadedText`. */
  readonly names: GlyphAtlas;
  readonly fadedNames: GlyphAtlas;
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
  surface: FlameSurface,
  model: FlameModel,
  found: VisibleCalls,
  heavy: boolean,
): void {
  const { context, colours, fills, ground, raster, glyphs, width, height, ratio } = surface;
  const [wide, tall] = [Math.round(width * ratio), Math.round(height * ratio)];
  const sight = { pixels: wide, heavy, ...levelsInSight(model, height) };
  visibleCalls(model.layout, model.width, shownView(model), sight, found);
  const { layout, frame, matched } = model;
  const { length, position, level, from, to } = found;
  const topOf = (one: number): number => Math.round(levelTop(model, one, height) * ratio);
  const pixels = raster.paint({ wide, tall, ratio, ground }, found, topOf, (at) => {
    if (position[at] === REST) return fills[matched ? FADED : 0];
    const row = layout.row[position[at]];
    return fills[model.fill(row) + (matched && matched[frame[row]] === 0 ? FADED : 0)];
  });
  const advance = (code: number): number => glyphs.ofCode(code);
  const joined: { readonly text: string; readonly at: number; readonly found: boolean }[] = [];
  for (let at = 0; at < length; at++) {
    const room = (to[at] - from[at]) / ratio;
    if (room < LEAST_LABEL || position[at] === REST) continue;
    const row = layout.row[position[at]];
    const text = labelOf(model, row, room - 2 * INSET, glyphs);
    if (text === '') continue;
    // What a search did not find keeps its name, in the background.
    const wanted = !matched || matched[frame[row]] === 1;
    if (!GlyphAtlas.canWrite(text)) joined.push({ text, at, found: wanted });
    else
      (wanted ? surface.names : surface.fadedNames).write(
        pixels,
        text,
        from[at] + INSET * ratio,
        topOf(level[at]),
        advance,
      );
  }
  raster.show(context);
  if (joined.length === 0) return;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.font = glyphs.font;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  for (const { text, at, found: wanted } of joined) {
    context.fillStyle = wanted ? colours.tx : colours['tx-3'];
    context.fillText(text, from[at] / ratio + INSET, levelTop(model, level[at], height) + MIDDLE);
  }
}

/** Of a name, from the top of its call. */
export const MIDDLE = FILLED / 2 + 0.5;

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
