import type { LaneOverlay } from './lanes.js';
import { fillColumns, type PixelColumns, pixelColumns } from './pixel-columns.js';

/** What lies over a lane, a value a pixel; NaN where nothing is known. */
export interface OverlayColumns {
  readonly value: Float64Array;
  readonly most: number;
}

/** Made anew only when the width of the picture changes. */
let scratch: PixelColumns | undefined;

/** The layers of an overlay together, at the times of the session that it lies over. */
export function overlayColumns(
  { layers, shift }: LaneOverlay,
  from: number,
  to: number,
  width: number,
): OverlayColumns {
  if (scratch?.min.length !== width) scratch = pixelColumns(width);
  const value = new Float64Array(width).fill(Number.NaN);
  for (const { source, holds } of layers) {
    const levels = source.levels(from - shift, to - shift);
    fillColumns(levels, from - shift, to - shift, scratch, false, holds === true);
    for (let x = 0; x < width; x++) {
      const middle = (scratch.min[x] + scratch.max[x]) / 2;
      if (!Number.isNaN(middle)) value[x] = (Number.isNaN(value[x]) ? 0 : value[x]) + middle;
    }
  }
  let most = 0;
  for (let x = 0; x < width; x++) if (value[x] > most) most = value[x];
  return { value, most };
}

const DASH: readonly number[] = [5, 3];

/** A dashed line: what is dashed is of the other session. */
export function strokeOverlay(
  context: CanvasRenderingContext2D,
  colours: { readonly line: string; readonly edge: string },
  { value }: OverlayColumns,
  left: number,
  foot: number,
  scale: number,
): void {
  context.beginPath();
  let known = false;
  for (let x = 0; x < value.length; x++) {
    if (Number.isNaN(value[x])) {
      known = false;
      continue;
    }
    const y = foot - value[x] * scale;
    if (known) context.lineTo(left + x, y);
    else context.moveTo(left + x, y);
    known = true;
  }
  context.lineJoin = 'round';
  // An edge in the colour of the ground keeps the line apart from any fill below it.
  context.strokeStyle = colours.edge;
  context.globalAlpha = 0.6;
  context.lineWidth = 3;
  context.stroke();
  context.globalAlpha = 1;
  context.strokeStyle = colours.line;
  context.lineWidth = 1.5;
  context.setLineDash([...DASH]);
  context.stroke();
  context.setLineDash([]);
}
