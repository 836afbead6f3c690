import { FILLED } from './flame-model.js';
import type { TextGround } from './glyph-atlas.js';
import type { VisibleCalls } from './visible-calls.js';

/**
 * The filled calls as pixels. All calls of a level are equally tall, so a level is one line of pixels, repeated: what a
 * picture costs is its area, however many calls are in it.
 */
export class FlameRaster {
  #image: ImageData | undefined;
  #pixels = new Uint32Array(0);
  #line = new Uint32Array(0);

  /**
   * `top` answers where a level begins, in device pixels; `fill` the colour of an entry of `found`, as `packed` has it.
   * Answers the pixels, for what else is to be in them before they are shown.
   */
  paint(
    { wide, tall, ratio, ground }: RasterSize,
    found: VisibleCalls,
    top: (level: number) => number,
    fill: (at: number) => number,
  ): TextGround {
    const { pixels, line } = this.#sized(wide, tall);
    pixels.fill(ground);
    const { length, level, from, to } = found;
    const height = Math.max(1, Math.round(FILLED * ratio));
    const gap = ratio < 1 ? 0 : Math.round(ratio);
    for (let at = 0; at < length; ) {
      const here = level[at];
      line.fill(ground);
      for (; at < length && level[at] === here; at++) {
        const begin = from[at];
        // A gap to the next one, where there is room for it.
        const end = to[at] - begin > 2 * gap ? to[at] - gap : to[at];
        const colour = fill(at);
        // Most are narrow: a call costs more than what it writes.
        if (end - begin > 16) line.fill(colour, begin, end);
        else for (let x = begin; x < end; x++) line[x] = colour;
      }
      const begin = top(here);
      for (let y = Math.max(0, begin); y < Math.min(tall, begin + height); y++) pixels.set(line, y * wide);
    }
    return { pixels, wide, tall };
  }

  show(context: CanvasRenderingContext2D): void {
    if (this.#image) context.putImageData(this.#image, 0, 0);
  }

  #sized(wide: number, tall: number): { readonly pixels: Uint32Array; readonly line: Uint32Array } {
    let image = this.#image;
    if (!image || image.width !== wide || image.height !== tall) {
      image = new ImageData(wide, tall);
      this.#image = image;
      this.#pixels = new Uint32Array(image.data.buffer);
      this.#line = new Uint32Array(wide);
    }
    return { pixels: this.#pixels, line: this.#line };
  }
}

export interface RasterSize {
  readonly wide: number;
  readonly tall: number;
  readonly ratio: number;
  readonly ground: number;
}

/** A colour as one pixel of ImageData: red is the lowest byte. */
export const packed = (red: number, green: number, blue: number): number =>
  (255 << 24) | (blue << 16) | (green << 8) | red;
