import type { PixelColumns } from './pixel-columns.js';

/** From 0 to 255 each. */
export interface Rgb {
  readonly r: number;
  readonly g: number;
  readonly b: number;
}

/** How values stand in a picture, in its own pixels: `foot` is where zero is. */
export interface ValueScale {
  readonly foot: number;
  /** Pixels a unit. */
  readonly scale: number;
}

const MOST_SURFACES = 64;
/** A picture's height changes with what is in sight: its surface is made so much taller, units of it. */
const STEP = 64;

interface Surface {
  readonly canvas: OffscreenCanvas;
  readonly context: OffscreenCanvasRenderingContext2D;
}

/**
 * The areas and lines of a lane as pixels, column by column. What a frame costs is the area of the lane: a path costs its
 * edges, and where a pixel stands for thousands of samples they cross every line of it.
 */
export class LaneRaster {
  wide = 0;
  tall = 0;
  /** Never a power of two: the pixels of a column would share a few lines of the cache. */
  #stride = 1;
  #pixels = new Uint32Array(0);
  /** By place, such as a lane: a picture that is still shown is copied whole before the next is put into its surface. */
  readonly #surfaces = new Map<string, Surface>();

  /** An empty picture of so many device pixels. */
  begin(wide: number, tall: number): void {
    this.wide = wide;
    this.tall = tall;
    this.#stride = wide | 1;
    const size = this.#stride * tall;
    if (this.#pixels.length < size) this.#pixels = new Uint32Array(size);
    else this.#pixels.fill(0, 0, size);
  }

  /** From `upper` down to `lower`, or to zero; nothing where `upper` is a NaN. The upper edge is smooth. */
  area(
    upper: Float64Array,
    lower: Float64Array | undefined,
    { foot, scale }: ValueScale,
    colour: Rgb,
    alpha = 1,
  ): void {
    for (let x = 0; x < this.wide; x++) {
      const value = upper[x];
      if (Number.isNaN(value)) continue;
      // Over the part of a pixel that the one below has: no seam lets through what is behind both.
      const end = Math.ceil(lower ? foot - lower[x] * scale : foot);
      this.#column(x, foot - value * scale, end, colour, alpha);
    }
  }

  /**
   * As thick as the samples of a column differ, at least `thick` pixels; each column reaches half-way to the next, so that
   * the line does not break.
   */
  line(
    { min, max }: PixelColumns,
    { foot, scale }: ValueScale,
    colour: Rgb,
    alpha: number,
    thick: number,
  ): void {
    const half = thick / 2;
    let before = Number.NaN;
    for (let x = 0; x < this.wide; x++) {
      let low = min[x];
      let high = max[x];
      const here = (low + high) / 2;
      const next = x + 1 < this.wide ? (here + (min[x + 1] + max[x + 1]) / 2) / 2 : Number.NaN;
      if (before < low) low = before;
      if (before > high) high = before;
      if (next < low) low = next;
      if (next > high) high = next;
      before = next;
      if (Number.isNaN(here)) continue;
      this.#column(x, foot - high * scale - half, foot - low * scale + half, colour, alpha);
    }
  }

  /** Lines of `colour` from the lower left to the upper right, so many pixels apart, over what `upper` to `lower` holds. */
  hatch(
    upper: Float64Array,
    lower: Float64Array,
    { foot, scale }: ValueScale,
    colour: Rgb,
    alpha: number,
    apart: number,
  ): void {
    const thick = Math.max(1, Math.round(apart / 4));
    for (let x = 0; x < this.wide; x++) {
      if (Number.isNaN(upper[x])) continue;
      const end = Math.min(this.tall, Math.ceil(foot - lower[x] * scale));
      for (let y = Math.max(0, Math.ceil(foot - upper[x] * scale)); y < end; y++)
        if ((x + y) % apart < thick) this.#blend(y * this.#stride + x, colour, alpha);
    }
  }

  /** Red, green, blue and alpha of one pixel. */
  at(x: number, y: number): readonly [number, number, number, number] {
    const pixel = this.#pixels[y * this.#stride + x];
    return [pixel & 255, (pixel >>> 8) & 255, (pixel >>> 16) & 255, pixel >>> 24];
  }

  /** Into a context that is scaled by `ratio`; `left` and `top` in its units. What else is shown has another `place`. */
  show(
    context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
    left: number,
    top: number,
    ratio: number,
    place: string,
  ): void {
    const { wide, tall } = this;
    const surface = wide > 0 && tall > 0 ? this.#surfaceOf(place, this.#stride, tall) : undefined;
    if (!surface) return;
    const bytes = new Uint8ClampedArray(this.#pixels.buffer, 0, this.#stride * tall * 4);
    surface.context.putImageData(new ImageData(bytes, this.#stride, tall), 0, 0);
    context.drawImage(surface.canvas, 0, 0, wide, tall, left, top, wide / ratio, tall / ratio);
  }

  #surfaceOf(place: string, wide: number, tall: number): Surface | undefined {
    const known = this.#surfaces.get(place);
    if (known && known.canvas.width === wide && known.canvas.height >= tall) return known;
    if (this.#surfaces.size > MOST_SURFACES) this.#surfaces.clear();
    const canvas = new OffscreenCanvas(wide, Math.ceil(tall / STEP) * STEP);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (!context) return undefined;
    const made = { canvas, context };
    this.#surfaces.set(place, made);
    return made;
  }

  /** A stretch of one column; the pixels at its ends as far as it covers them. */
  #column(x: number, begin: number, end: number, colour: Rgb, alpha: number): void {
    const from = Math.max(0, begin);
    const to = Math.min(this.tall, end);
    if (!(to > from)) return;
    const first = Math.ceil(from);
    const last = Math.floor(to);
    const stride = this.#stride;
    const pixels = this.#pixels;
    if (first > last) {
      this.#blend(last * stride + x, colour, alpha * (to - from));
      return;
    }
    if (first > from) this.#blend((first - 1) * stride + x, colour, alpha * (first - from));
    if (to > last) this.#blend(last * stride + x, colour, alpha * (to - last));
    const solid = packed(colour, alpha);
    const covers = alpha >= 1;
    for (let at = first * stride + x, stop = last * stride + x; at < stop; at += stride) {
      if (covers || pixels[at] === 0) pixels[at] = solid;
      else this.#blend(at, colour, alpha);
    }
  }

  /** One colour over what is there, neither multiplied by its alpha. */
  #blend(at: number, colour: Rgb, alpha: number): void {
    const under = this.#pixels[at];
    if (under === 0) {
      if (alpha > 0) this.#pixels[at] = packed(colour, alpha);
      return;
    }
    const rest = ((under >>> 24) / 255) * (1 - alpha);
    const whole = alpha + rest;
    if (whole <= 0) return;
    // Numbers alone: this is done for the edges of every column.
    const over = alpha / whole;
    const below = rest / whole;
    this.#pixels[at] =
      ((Math.round(whole * 255) << 24) |
        (Math.round(colour.b * over + ((under >>> 16) & 255) * below) << 16) |
        (Math.round(colour.g * over + ((under >>> 8) & 255) * below) << 8) |
        Math.round(colour.r * over + (under & 255) * below)) >>>
      0;
  }
}

/** As ImageData has it: red is the lowest byte. */
const packed = ({ r, g, b }: Rgb, alpha: number): number =>
  ((Math.round(alpha * 255) << 24) | (Math.round(b) << 16) | (Math.round(g) << 8) | Math.round(r)) >>> 0;
