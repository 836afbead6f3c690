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
const ASCII = 128;
const MOST = 4000;
/** On each side of a character: some reach out of their box. */
const MARGIN = 4;

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
  #context: CanvasRenderingContext2D | null | undefined;

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
    const slot = code * PLACES + place;
    let glyph = code < ASCII ? this.#ascii[slot] : this.#other.get(slot);
    if (glyph) return glyph;
    glyph = this.#drawn(String.fromCharCode(code), place);
    if (code < ASCII) this.#ascii[slot] = glyph;
    else if (this.#other.size < MOST) this.#other.set(slot, glyph);
    return glyph;
  }

  #drawn(character: string, place: number): Glyph {
    if (this.#context === undefined) {
      const canvas = document.createElement('canvas');
      canvas.width = this.#size;
      canvas.height = this.height;
      this.#context = canvas.getContext('2d', { willReadFrequently: true });
    }
    const context = this.#context;
    if (!context) return NOTHING;
    const { ratio, height } = this;
    const margin = Math.ceil(MARGIN * ratio);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.#size, height);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.font = this.font;
    context.textBaseline = 'middle';
    context.fillStyle = `rgb(${this.#red}, ${this.#green}, ${this.#blue})`;
    context.fillText(character, (margin + place / PLACES) / ratio, this.middle / ratio);
    return cut(context.getImageData(0, 0, this.#size, height), margin);
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

/** The part of a picture that anything is in, as its cover. */
function cut({ data, width, height }: ImageData, pen: number): Glyph {
  let [left, right, top, bottom] = [width, 0, height, 0];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      if (data[(y * width + x) * 4 + 3] === 0) continue;
      left = Math.min(left, x);
      right = Math.max(right, x + 1);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y + 1);
    }
  if (right <= left) return NOTHING;
  const cover = new Uint8Array((right - left) * (bottom - top));
  for (let y = top; y < bottom; y++)
    for (let x = left; x < right; x++)
      cover[(y - top) * (right - left) + x - left] = data[(y * width + x) * 4 + 3];
  return { left: left - pen, width: right - left, top, height: bottom - top, cover };
}
