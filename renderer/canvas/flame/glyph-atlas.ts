import { isPlainText } from './plain-text.js';

/** Pixels that text is written into: `wide` to a line, of which those from `top` up to `bottom` may be touched. */
export interface TextGround {
  readonly pixels: Uint32Array;
  readonly wide: number;
  readonly tall: number;
}

/** One character as the canvas draws it, cut to what it covers. */
interface Glyph {
  /** Of its first column from the pen, in pixels. */
  readonly left: number;
  readonly width: number;
  /** Of its first line from the top of the row. */
  readonly top: number;
  readonly height: number;
  /** By line and column: 0 where the ground shows, 255 where it does not. */
  readonly cover: Uint8Array;
}

/** Places between two pixels that a character is drawn at. */
const PLACES = 4;
/** What is written of ASCII, from the space on. */
const FIRST = 32;
const ASCII = 127;
const MOST = 4000;
/** On each side of a character: some reach out of their box. */
const MARGIN = 4;
/** Of a canvas, in pixels; one that is much wider cannot be read. */
const WIDEST = 16_384;

/**
 * Names written straight into pixels. Each character is drawn by the canvas once for every quarter of a pixel, then
 * copied: a hundred labels cost what they cover, and the canvas has one thing left to do.
 */
export class GlyphAtlas {
  readonly #ascii = new Array<Glyph | undefined>(ASCII * PLACES);
  readonly #other = new Map<number, Glyph>();
  readonly #red: number;
  readonly #green: number;
  readonly #blue: number;
  readonly #size: number;

  /** `colour` as `packed` has it. `middle`: of a row `height` tall, all in device pixels. */
  constructor(
    private readonly font: string,
    colour: number,
    private readonly height: number,
    private readonly middle: number,
    private readonly ratio: number,
  ) {
    this.#red = colour & 255;
    this.#green = (colour >> 8) & 255;
    this.#blue = (colour >> 16) & 255;
    this.#size = Math.ceil(32 * ratio);
  }

  /** Whether every character of a text stands for itself, beside the one before it. */
  static canWrite = isPlainText;

  /** Draws what nearly every text is written with, before there is one. */
  prepare(): void {
    if (!this.#ascii[FIRST * PLACES]) this.#drawAscii();
  }

  /** Writes a text that `canWrite` with its pen at `x`, in a row that begins at `top`. `advance`: how far a character moves the pen. */
  write(ground: TextGround, text: string, x: number, top: number, advance: (code: number) => number): void {
    let pen = x;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      const begin = Math.floor(pen);
      this.#put(ground, this.#glyph(code, Math.floor((pen - begin) * PLACES)), begin, top);
      pen += advance(code) * this.ratio;
    }
  }

  #put({ pixels, wide, tall }: TextGround, glyph: Glyph, pen: number, row: number): void {
    const { left, width, top, height, cover } = glyph;
    const from = Math.max(0, pen + left);
    const to = Math.min(wide, pen + left + width);
    const begin = Math.max(0, -(row + top));
    const end = Math.min(height, tall - row - top);
    for (let line = begin; line < end; line++) {
      let of = line * width + from - pen - left;
      const last = (row + top + line) * wide + to;
      for (let at = (row + top + line) * wide + from; at < last; at++, of++) {
        const share = cover[of];
        if (share > 0) pixels[at] = blended(pixels[at], this.#red, this.#green, this.#blue, share);
      }
    }
  }

  #glyph(code: number, place: number): Glyph {
    if (code >= FIRST && code < ASCII) {
      if (!this.#ascii[code * PLACES + place]) this.#drawAscii();
      return this.#ascii[code * PLACES + place] ?? NOTHING;
    }
    const slot = code * PLACES + place;
    const known = this.#other.get(slot);
    if (known) return known;
    const [glyph] = this.#drawn([String.fromCharCode(code)], [place]);
    if (this.#other.size < MOST) this.#other.set(slot, glyph);
    return glyph;
  }

  /** All at once: a look at what a canvas shows costs more than what there is to see. */
  #drawAscii(): void {
    const codes = Array.from({ length: ASCII - FIRST }, (_, at) => FIRST + at);
    const characters = codes.map((code) => String.fromCharCode(code));
    const glyphs = this.#drawn(
      characters,
      Array.from({ length: PLACES }, (_, place) => place),
    );
    for (const [index, glyph] of glyphs.entries()) {
      const code = FIRST + (index % codes.length);
      this.#ascii[code * PLACES + Math.floor(index / codes.length)] = glyph;
    }
  }

  /** Every character at the first of the places, then at the next. */
  #drawn(characters: readonly string[], places: readonly number[]): readonly Glyph[] {
    const { ratio, height } = this;
    const size = this.#size;
    const across = Math.min(characters.length, Math.max(1, Math.floor(WIDEST / size)));
    const lines = Math.ceil(characters.length / across);
    const canvas = new OffscreenCanvas(size * across, height * lines * places.length);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (!context) return places.flatMap(() => characters.map(() => NOTHING));
    const margin = Math.ceil(MARGIN * ratio);
    context.font = this.font;
    context.textBaseline = 'middle';
    context.fillStyle = `rgb(${this.#red}, ${this.#green}, ${this.#blue})`;
    const boxes = places.flatMap((place, line) =>
      characters.map((character, at) => ({
        ...{ character, place, x: (at % across) * size },
        y: (line * lines + Math.floor(at / across)) * height,
      })),
    );
    for (const { character, place, x, y } of boxes) {
      context.save();
      // What reaches out of its box is no part of the next one's.
      context.beginPath();
      context.rect(x, y, size, height);
      context.clip();
      context.setTransform(ratio, 0, 0, ratio, x, y);
      context.fillText(character, (margin + place / PLACES) / ratio, this.middle / ratio);
      context.restore();
    }
    const picture = context.getImageData(0, 0, canvas.width, canvas.height);
    return boxes.map(({ x, y }) => cut(picture, { x, y, width: size, height }, margin));
  }
}

const NOTHING: Glyph = { left: 0, width: 0, top: 0, height: 0, cover: new Uint8Array(0) };

/** `share` of 255 of a colour over a pixel that nothing shows through. */
function blended(behind: number, red: number, green: number, blue: number, share: number): number {
  const rest = 255 - share;
  const r = ((behind & 255) * rest + red * share + 127) / 255;
  const g = (((behind >> 8) & 255) * rest + green * share + 127) / 255;
  const b = (((behind >> 16) & 255) * rest + blue * share + 127) / 255;
  return 0xff000000 | (b << 16) | (g << 8) | r;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The part of a box that anything is in, as its cover. */
function cut({ data, width: wide }: ImageData, box: Box, pen: number): Glyph {
  const coverAt = (x: number, y: number): number => data[((box.y + y) * wide + box.x + x) * 4 + 3];
  let [left, right, top, bottom] = [box.width, 0, box.height, 0];
  for (let y = 0; y < box.height; y++)
    for (let x = 0; x < box.width; x++) {
      if (coverAt(x, y) === 0) continue;
      left = Math.min(left, x);
      right = Math.max(right, x + 1);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y + 1);
    }
  if (right <= left) return NOTHING;
  const cover = new Uint8Array((right - left) * (bottom - top));
  for (let y = top; y < bottom; y++)
    for (let x = left; x < right; x++) cover[(y - top) * (right - left) + x - left] = coverAt(x, y);
  return { left: left - pen, width: right - left, top, height: bottom - top, cover };
}
