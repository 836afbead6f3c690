import { FILLED } from './flame-model.js';
import { type FlamePicture, SIDES } from './flame-picture.js';
import type { TextGround } from './glyph-atlas.js';

/**
 * The filled calls as pixels. All calls of a level are equally tall, so a level is one line of pixels, repeated: what a
 * picture costs is its area, however many calls are in it.
 */
export class FlameRaster {
  #image: ImageData | undefined;
  #pixels = new Uint32Array(0);
  #line = new Uint32Array(0);

  /** Answers the pixels, for what else is to be in them before they are shown. */
  paint({ wide, tall, ratio, ground, count, rectangles }: FlamePicture): TextGround {
    const { pixels, line } = this.#sized(wide, tall);
    pixels.fill(ground);
    const height = Math.max(1, Math.round(FILLED * ratio));
    const gap = ratio < 1 ? 0 : Math.round(ratio);
    const length = count * SIDES;
    for (let at = 0; at < length; ) {
      const top = rectangles[at];
      line.fill(ground);
      for (; at < length && rectangles[at] === top; at += SIDES) {
        const begin = rectangles[at + 1];
        const right = rectangles[at + 2];
        // A gap to the next one, where there is room for it.
        const end = right - begin > 2 * gap ? right - gap : right;
        const colour = rectangles[at + 3];
        // Most are narrow: a call costs more than what it writes.
        if (end - begin > 16) line.fill(colour, begin, end);
        else for (let x = begin; x < end; x++) line[x] = colour;
      }
      for (let y = Math.max(0, top); y < Math.min(tall, top + height); y++) pixels.set(line, y * wide);
    }
    return { pixels, wide, tall };
  }

  show(context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D): void {
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
