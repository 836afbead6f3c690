import { type FlamePicture, INSET, SIDES } from './flame-picture.js';
import { FlameRaster } from './flame-raster.js';
import { GlyphAtlas } from './glyph-atlas.js';
import { lettersOf, MIDDLE } from './letters.js';

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** Paints pictures of one canvas, in the page or in a worker: what one has drawn letters with is there for the next. */
export class FlamePainter {
  readonly #raster = new FlameRaster();
  readonly #context: Context | null;

  constructor(private readonly canvas: HTMLCanvasElement | OffscreenCanvas) {
    this.#context = canvas.getContext('2d') as Context | null;
  }

  paint(picture: FlamePicture): void {
    const { canvas } = this;
    const context = this.#context;
    if (!context) return;
    const { wide, tall, ratio, rectangles, labelled } = picture;
    const labels = picture.labels.split('\0');
    if (canvas.width !== wide) canvas.width = wide;
    if (canvas.height !== tall) canvas.height = tall;
    const letters = lettersOf(picture);
    if (!letters) return;
    const pixels = this.#raster.paint(picture);
    const inset = INSET * ratio;
    const joined: number[] = [];
    for (let label = 0; label < labelled.length; label++) {
      if (!GlyphAtlas.canWrite(labels[label])) {
        joined.push(label);
        continue;
      }
      const at = (labelled[label] >> 1) * SIDES;
      const names = labelled[label] & 1 ? letters.faded : letters.plain;
      names.write(pixels, labels[label], rectangles[at + 1] + inset, rectangles[at], letters.advance);
    }
    this.#raster.show(context);
    if (joined.length > 0) writeJoined(context, picture, labels, joined);
  }
}

/** Texts whose characters join, stack or run the other way. */
function writeJoined(
  context: Context,
  { ratio, font, text, fadedText, rectangles, labelled }: FlamePicture,
  labels: readonly string[],
  which: readonly number[],
): void {
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.font = font;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  for (const label of which) {
    const at = (labelled[label] >> 1) * SIDES;
    context.fillStyle = cssColour(labelled[label] & 1 ? fadedText : text);
    context.fillText(labels[label], rectangles[at + 1] / ratio + INSET, rectangles[at] / ratio + MIDDLE);
  }
  context.setTransform(1, 0, 0, 1, 0, 0);
}

const cssColour = (pixel: number): string =>
  `rgb(${pixel & 255}, ${(pixel >> 8) & 255}, ${(pixel >> 16) & 255})`;
