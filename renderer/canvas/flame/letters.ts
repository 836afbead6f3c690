import { FILLED } from './flame-model.js';
import type { FlamePicture } from './flame-picture.js';
import { GlyphAtlas } from './glyph-atlas.js';
import { GlyphWidths } from './glyph-widths.js';

/** How names are written. */
export type LettersLook = Pick<FlamePicture, 'font' | 'ratio' | 'text' | 'fadedText'>;

export interface Letters extends LettersLook {
  readonly plain: GlyphAtlas;
  readonly faded: GlyphAtlas;
  readonly advance: (code: number) => number;
}

/** Those of a look, drawn once for all canvases of this thread; undefined where there is no canvas to draw them on. */
export function lettersOf({ font, ratio, text, fadedText }: LettersLook): Letters | undefined {
  const found = known.find(
    (was) => was.font === font && was.ratio === ratio && was.text === text && was.fadedText === fadedText,
  );
  if (found) return found;
  const context = new OffscreenCanvas(1, 1).getContext('2d');
  if (!context) return undefined;
  const widths = new GlyphWidths(context, font);
  const of = (colour: number): GlyphAtlas =>
    new GlyphAtlas(font, colour, Math.round(FILLED * ratio), MIDDLE * ratio, ratio);
  const letters: Letters = {
    ...{ font, ratio, text, fadedText },
    ...{ plain: of(text), faded: of(fadedText), advance: (code) => widths.ofCode(code) },
  };
  known = [letters, ...known].slice(0, MOST);
  return letters;
}

/** Of a name, from the top of its call, in CSS pixels. */
export const MIDDLE = FILLED / 2 + 0.5;

let known: readonly Letters[] = [];
/** A theme each, and a window that goes from screen to screen. */
const MOST = 4;
