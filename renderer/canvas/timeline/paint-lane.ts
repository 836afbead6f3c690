import type { Palette } from '../../theme/palette.js';
import type { Lane, Layer } from './lanes.js';
import { type OverlayColumns, overlayColumns, strokeOverlay } from './paint-overlay.js';
import { fillColumns, largest, type PixelColumns, pixelColumns } from './pixel-columns.js';
import { niceCeiling, valueTicks } from './time-ticks.js';

export interface LaneBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

interface Brush {
  readonly context: CanvasRenderingContext2D;
  readonly colours: Palette;
  readonly from: number;
  readonly to: number;
}

const PAD = 3;
const HATCH = 4;

/** Columns are as wide as the picture: made anew only when that changes. */
let scratch:
  | { readonly one: PixelColumns; readonly sum: Float64Array; readonly total: PixelColumns }
  | undefined;
function columnsOf(width: number): NonNullable<typeof scratch> {
  if (scratch?.sum.length !== width)
    scratch = { one: pixelColumns(width), sum: new Float64Array(width), total: pixelColumns(width) };
  return scratch;
}

/** Paints one lane; answers the largest value of its scale, for the label. */
export function paintLane(brush: Brush, lane: Lane, box: LaneBox, withScale: boolean): number {
  const over =
    lane.overlay && overlayColumns(lane.overlay, brush.from, brush.to, Math.max(1, Math.round(box.width)));
  switch (lane.kind) {
    case 'stack': {
      const ceiling = paintStack(brush, lane, box, withScale, over?.most ?? 0);
      paintOver(brush, over, box.left, box.top + box.height, (box.height - PAD) / ceiling);
      return ceiling;
    }
    case 'area':
    case 'steps': {
      const ceiling = paintLines(brush, lane, box, withScale, over?.most ?? 0);
      paintOver(brush, over, box.left, box.top + box.height - 1, (box.height - PAD - 1) / ceiling);
      return ceiling;
    }
    case 'ticks':
      return paintTicks(brush, lane, box);
  }
}

function paintOver(
  { context, colours }: Brush,
  over: OverlayColumns | undefined,
  left: number,
  foot: number,
  scale: number,
): void {
  if (over) strokeOverlay(context, { line: colours.tx, edge: colours.panel }, over, left, foot, scale);
}

/** `least`: what the scale has to reach for the sake of what lies over the lane. */
function paintStack(brush: Brush, lane: Lane, box: LaneBox, withScale: boolean, least: number): number {
  const { context, colours, from, to } = brush;
  const width = Math.max(1, Math.round(box.width));
  const { one, sum, total } = columnsOf(width);
  let most = 0;
  if (lane.total) {
    fillColumns(lane.total.source.levels(from, to), from, to, total, false);
    most = largest(total);
  } else {
    sum.fill(0);
    for (const layer of lane.layers) {
      fillColumns(layer.source.levels(from, to), from, to, one, false);
      for (let x = 0; x < width; x++) if (one.max[x] > 0) sum[x] += one.max[x];
    }
    for (let x = 0; x < width; x++) if (sum[x] > most) most = sum[x];
  }
  const ceiling = niceCeiling(Math.max(most, least));
  const foot = box.top + box.height;
  const scale = (box.height - PAD) / ceiling;
  if (withScale) scaleLines(brush, box, ceiling);
  if (lane.total) {
    fillTo(context, colours['m-file'], box.left, foot, total.max, undefined, scale);
  }
  sum.fill(0);
  for (const layer of lane.layers) {
    const levels = layer.source.levels(from, to);
    fillColumns(levels, from, to, one, layer.holds === true);
    if (lane.total && layer.holds) carryOn(one, total, levels.valueAt(from));
    const lower = one.min; // reused: the lower edge of this layer
    for (let x = 0; x < width; x++) {
      const value = (one.min[x] + one.max[x]) / 2;
      const below = sum[x];
      const room = lane.total ? total.max[x] - below : Number.POSITIVE_INFINITY;
      lower[x] = below;
      // A part cannot be more than the whole: heaps are mapped before they are resident.
      if (value > 0) sum[x] += Math.min(value, Math.max(0, room));
      one.max[x] = Number.isNaN(value) ? Number.NaN : sum[x];
    }
    fillTo(context, colours[layer.colour], box.left, foot, one.max, lower, scale);
    if (layer.hatched) hatch(context, colours.panel, box.left, foot, one.max, lower, scale);
  }
  return ceiling;
}

/**
 * A part that is read less often than the whole holds its last value until the next, as long as the whole is known.
 * `before`: its last value left of the picture; NaN when there was none.
 */
function carryOn({ min, max }: PixelColumns, total: PixelColumns, before: number): void {
  let [low, high] = [before, before];
  for (let x = 0; x < max.length; x++) {
    if (!Number.isNaN(max[x])) {
      low = min[x];
      high = max[x];
    } else if (!Number.isNaN(total.max[x])) {
      min[x] = low;
      max[x] = high;
    }
  }
}

function paintLines(brush: Brush, lane: Lane, box: LaneBox, withScale: boolean, least: number): number {
  const { context, colours, from, to } = brush;
  const width = Math.max(1, Math.round(box.width));
  const { one } = columnsOf(width);
  const steps = lane.kind === 'steps';
  let most = 0;
  for (const layer of lane.layers) {
    fillColumns(layer.source.levels(from, to), from, to, one, steps, layer.holds === true);
    most = Math.max(most, largest(one));
  }
  const ceiling = niceCeiling(Math.max(most, least) * 1.05);
  const foot = box.top + box.height - 1;
  const scale = (box.height - PAD - 1) / ceiling;
  if (withScale) scaleLines(brush, box, ceiling);
  lane.layers.forEach((layer: Layer, index) => {
    // One layer alone still stands in the columns from above.
    if (lane.layers.length > 1)
      fillColumns(layer.source.levels(from, to), from, to, one, steps, layer.holds === true);
    if (index === 0 && !steps) {
      context.globalAlpha = 0.2;
      fillTo(context, colours[layer.colour], box.left, foot, one.max, undefined, scale);
      context.globalAlpha = 1;
    }
    context.globalAlpha = layer.hatched ? 0.55 : 1;
    stroke(context, colours[layer.colour], box.left, foot, one, scale);
    context.globalAlpha = 1;
  });
  return ceiling;
}

function paintTicks({ context, colours, from, to }: Brush, lane: Lane, box: LaneBox): number {
  const ticks = lane.ticks?.(from, to) ?? [];
  const scale = box.width / (to - from || 1);
  let most = 0;
  for (const { pause } of ticks) most = Math.max(most, pause);
  // At most one tick a pixel: the longest.
  const tall = new Map<number, number>();
  for (const { at, pause } of ticks) {
    const x = Math.floor((at - from) * scale);
    if (x < 0 || x >= box.width) continue;
    const height = 3 + (most > 0 ? (pause / most) * (box.height - 7) : 0);
    if (height > (tall.get(x) ?? 0)) tall.set(x, height);
  }
  context.fillStyle = colours['tx-2'];
  const foot = box.top + box.height - 2;
  for (const [x, height] of tall) context.fillRect(box.left + x, foot - height, height > 8 ? 1.5 : 1, height);
  return most;
}

/** A filled shape between two edges, in as many pieces as there are gaps. */
function fillTo(
  context: CanvasRenderingContext2D,
  colour: string,
  left: number,
  foot: number,
  upper: Float64Array,
  lower: Float64Array | undefined,
  scale: number,
): void {
  context.fillStyle = colour;
  trace(context, left, foot, upper, lower, scale);
  context.fill();
}

function trace(
  context: CanvasRenderingContext2D,
  left: number,
  foot: number,
  upper: Float64Array,
  lower: Float64Array | undefined,
  scale: number,
): void {
  const width = upper.length;
  context.beginPath();
  let x = 0;
  while (x < width) {
    while (x < width && Number.isNaN(upper[x])) x++;
    const begin = x;
    while (x < width && !Number.isNaN(upper[x])) x++;
    if (x === begin) break;
    context.moveTo(left + begin, foot - upper[begin] * scale);
    for (let at = begin + 1; at < x; at++) context.lineTo(left + at, foot - upper[at] * scale);
    context.lineTo(left + x, foot - upper[x - 1] * scale);
    if (lower) {
      context.lineTo(left + x, foot - lower[x - 1] * scale);
      for (let at = x - 1; at >= begin; at--) context.lineTo(left + at, foot - lower[at] * scale);
    } else {
      context.lineTo(left + x, foot);
      context.lineTo(left + begin, foot);
    }
    context.closePath();
  }
}

/**
 * A line that is as thick as the samples of a pixel differ, at least 1.25 px: one band a piece, which rasterises in a
 * fraction of the time of a rectangle a pixel.
 */
function stroke(
  context: CanvasRenderingContext2D,
  colour: string,
  left: number,
  foot: number,
  { min, max }: PixelColumns,
  scale: number,
): void {
  context.fillStyle = colour;
  const half = 0.625;
  const width = max.length;
  context.beginPath();
  let x = 0;
  while (x < width) {
    while (x < width && Number.isNaN(max[x])) x++;
    const begin = x;
    while (x < width && !Number.isNaN(max[x])) x++;
    if (x === begin) break;
    context.moveTo(left + begin, foot - max[begin] * scale - half);
    for (let at = begin + 1; at < x; at++) context.lineTo(left + at, foot - max[at] * scale - half);
    context.lineTo(left + x, foot - max[x - 1] * scale - half);
    context.lineTo(left + x, foot - min[x - 1] * scale + half);
    for (let at = x - 1; at >= begin; at--) context.lineTo(left + at, foot - min[at] * scale + half);
    context.closePath();
  }
  context.fill();
}

function hatch(
  context: CanvasRenderingContext2D,
  colour: string,
  left: number,
  foot: number,
  upper: Float64Array,
  lower: Float64Array,
  scale: number,
): void {
  context.save();
  trace(context, left, foot, upper, lower, scale);
  context.clip();
  context.strokeStyle = colour;
  context.globalAlpha = 0.55;
  context.lineWidth = 1;
  context.beginPath();
  const tall = foot;
  for (let x = left - tall; x < left + upper.length; x += HATCH) {
    context.moveTo(x, foot);
    context.lineTo(x + tall, foot - tall);
  }
  context.stroke();
  context.restore();
}

function scaleLines({ context, colours }: Brush, box: LaneBox, ceiling: number): void {
  if (box.height < 40) return;
  context.fillStyle = colours.grid;
  const scale = (box.height - PAD) / ceiling;
  for (const value of valueTicks(ceiling, 2))
    context.fillRect(box.left, Math.round(box.top + box.height - value * scale), box.width, 1);
}
