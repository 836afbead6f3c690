import { FADED, type FlameColours } from './flame-fills.js';
import { type FlameModel, levelsInSight, levelTop, shownView } from './flame-model.js';
import { type FlamePicture, INSET, SIDES } from './flame-picture.js';
import type { GlyphWidths } from './glyph-widths.js';
import { REST, type VisibleCalls, visibleCalls } from './visible-calls.js';

export interface FlameSheet extends FlameColours {
  readonly glyphs: GlyphWidths;
  /** In CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
}

/** Narrower ones have no text. */
const LEAST_LABEL = 26;

/** Every call of at least half a pixel in sight, and their names. `found` is kept from picture to picture. */
export function picturedCalls(
  sheet: FlameSheet,
  model: FlameModel,
  found: VisibleCalls,
  heavy: boolean,
): FlamePicture {
  const { fills, glyphs, width, height, ratio, ...colours } = sheet;
  const [wide, tall] = [Math.round(width * ratio), Math.round(height * ratio)];
  const sight = { pixels: wide, heavy, ...levelsInSight(model, height) };
  visibleCalls(model.layout, model.width, shownView(model), sight, found);
  const { layout, frame, matched } = model;
  const { length, position, level, from, to } = found;
  const rectangles = new Int32Array(length * SIDES);
  let labels = '';
  const labelled: number[] = [];
  const least = LEAST_LABEL * ratio;
  let top = 0;
  for (let at = 0, put = 0; at < length; at++) {
    if (at === 0 || level[at] !== level[at - 1]) top = Math.round(levelTop(model, level[at], height) * ratio);
    const [begin, end] = [from[at], to[at]];
    let fill = 0;
    let faded = 0;
    if (position[at] === REST) faded = matched ? 1 : 0;
    else {
      const row = layout.row[position[at]];
      fill = model.fill(row);
      faded = matched && matched[frame[row]] === 0 ? 1 : 0;
      const text = end - begin < least ? '' : labelOf(model, row, (end - begin) / ratio - 2 * INSET, glyphs);
      // What a search did not find keeps its name, in the background.
      if (text !== '') {
        labels += `${text}\0`;
        labelled.push(at * 2 + faded);
      }
    }
    rectangles[put++] = top;
    rectangles[put++] = begin;
    rectangles[put++] = end;
    rectangles[put++] = fills[fill + (faded ? FADED : 0)];
  }
  const { font } = glyphs;
  return {
    ...{ ...colours, wide, tall, ratio, font, count: length, rectangles, labels },
    labelled: Int32Array.from(labelled),
  };
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
