import { rgb } from 'd3';
import type { Palette } from '../../theme/palette.js';
import { LaneRaster, type Rgb, type ValueScale } from './lane-raster.js';
import type { Lane, Layer } from './lanes.js';
import { type OverlayColumns, overlayColumns, strokeOverlay } from './paint-overlay.js';
import { fillColumns, largest, type PixelColumns, pixelColumns, smallest } from './pixel-columns.js';
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
  /** Device pixels a unit of the context. */
  readonly ratio: number;
}

const PAD = 3;
/** Of a line, units. */
const THICK = 1.25;
const HATCH = 4;
/** How much of an area below a line is its colour. */
const AREA = 0.2;

const raster = new LaneRaster();

/** An empty picture of the box, and how its values stand in it. */
function rasterOf(
  { ratio }: Brush,
  box: LaneBox,
  foot: number,
  scale: number,
): ValueScale & { readonly top: number } {
  const top = Math.floor(box.top * ratio);
  raster.begin(pixelsWide(box, ratio), Math.ceil((box.top + box.height) * ratio) - top);
  return { foot: foot * ratio - top, scale: scale * ratio, top: top / ratio };
}

const pixelsWide = (box: LaneBox, ratio: number): number => Math.max(1, Math.round(box.width * ratio));

/** Colours of a theme as numbers: each is read once. */
const numbers = new Map<string, Rgb>();
function numbersOf(colour: string): Rgb {
  let found = numbers.get(colour);
  if (!found) {
    found = rgb(colour);
    numbers.set(colour, found);
  }
  return found;
}

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
  const width = pixelsWide(box, brush.ratio);
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
  const values = rasterOf(brush, bandOf(box, foot - most * scale, box.top + box.height), foot, scale);
  if (lane.total) raster.area(total.max, undefined, values, numbersOf(colours['m-file']));
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
    raster.area(one.max, lower, values, numbersOf(colours[layer.colour]));
    if (layer.hatched)
      raster.hatch(one.max, lower, values, numbersOf(colours.panel), 0.55, Math.round(HATCH * brush.ratio));
  }
  raster.show(context, box.left, values.top, brush.ratio, lane.id);
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
  const width = pixelsWide(box, brush.ratio);
  const { one } = columnsOf(width);
  const steps = lane.kind === 'steps';
  let most = 0;
  let lowest = Number.POSITIVE_INFINITY;
  let isSolid = !steps;
  lane.layers.forEach((layer, index) => {
    fillColumns(layer.source.levels(from, to), from, to, one, steps, layer.holds === true);
    const seen = smallest(one);
    most = Math.max(most, largest(one));
    lowest = Math.min(lowest, seen.least);
    if (index === 0 && !seen.isWhole) isSolid = false;
  });
  const ceiling = niceCeiling(Math.max(most, least) * 1.05);
  const foot = box.top + box.height - 1;
  const scale = (box.height - PAD - 1) / ceiling;
  if (withScale) scaleLines(brush, box, ceiling);
  // Between the highest and the lowest value are pixels; below, an area is one colour, if it has no gap.
  const upper = foot - most * scale - THICK;
  const lower = steps || isSolid ? foot - Math.max(0, lowest) * scale + THICK : box.top + box.height;
  const band = bandOf(box, upper, lowest > most ? upper : lower);
  const values = rasterOf(brush, band, foot, scale);
  lane.layers.forEach((layer: Layer, index) => {
    // One layer alone still stands in the columns from above.
    if (lane.layers.length > 1)
      fillColumns(layer.source.levels(from, to), from, to, one, steps, layer.holds === true);
    const colour = numbersOf(colours[layer.colour]);
    if (index === 0 && !steps) raster.area(one.max, undefined, values, colour, AREA);
    raster.line(one, values, colour, layer.hatched ? 0.55 : 1, THICK * brush.ratio);
  });
  raster.show(context, box.left, values.top, brush.ratio, lane.id);
  if (isSolid && lane.layers[0]) {
    const from = values.top + raster.tall / brush.ratio;
    const { globalAlpha } = context;
    context.globalAlpha = globalAlpha * AREA;
    context.fillStyle = colours[lane.layers[0].colour];
    context.fillRect(
      box.left,
      from,
      width / brush.ratio,
      Math.max(0, Math.ceil(foot * brush.ratio) / brush.ratio - from),
    );
    context.globalAlpha = globalAlpha;
  }
  return ceiling;
}

/** The part of a box that has pixels of its own. */
function bandOf(box: LaneBox, upper: number, lower: number): LaneBox {
  const top = Math.max(box.top, Math.floor(upper));
  const bottom = Math.min(box.top + box.height, Math.max(top + 1, Math.ceil(lower)));
  return { ...box, top, height: bottom - top };
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

function scaleLines({ context, colours }: Brush, box: LaneBox, ceiling: number): void {
  if (box.height < 40) return;
  context.fillStyle = colours.grid;
  const scale = (box.height - PAD) / ceiling;
  for (const value of valueTicks(ceiling, 2))
    context.fillRect(box.left, Math.round(box.top + box.height - value * scale), box.width, 1);
}
