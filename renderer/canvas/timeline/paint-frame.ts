import type { Palette } from '../../theme/palette.js';
import { AXIS_HEIGHT, type Flag, STRIP_HEIGHT, type TimelineModel, type TimeRange } from './frame.js';
import { type Lane, type PlacedGroup, placeLanes } from './lanes.js';
import { paintLane } from './paint-lane.js';
import { timeTicks, valueTicks } from './time-ticks.js';

export interface Surface {
  readonly context: CanvasRenderingContext2D;
  readonly colours: Palette;
  readonly width: number;
  readonly height: number;
  /** Device pixels a unit. */
  readonly ratio: number;
  /** The first text of a page waits 25 to 66 ms for its font: the first frame has lanes, the next has letters, too. */
  readonly isWordless?: boolean;
}

const SMALL = '10px ';
/** The family of the page, read once: a canvas has no inheritance. */
let family: string | undefined;
export const font = (size: string, weight = 400): string => {
  family ??= getComputedStyle(document.body).fontFamily;
  return `${weight} ${size}${family}`;
};

/** Everything below the pointer's own layer: strip, axis, lanes, flags. */
export function paintFrame(surface: Surface, model: TimelineModel, shown: TimeRange): void {
  const { context, colours, width, height } = surface;
  context.clearRect(0, 0, width, height);
  context.fillStyle = colours.panel;
  context.fillRect(0, 0, width, height);
  const head = headHeight(model);
  if (!model.folded) paintStrip(surface, model, shown);
  paintAxis(surface, shown, head, surface.isWordless ? undefined : flagsAt(model, shown, width));
  const { placed } = placeLanes(model.groups);
  context.save();
  context.beginPath();
  context.rect(0, head, width, height - head);
  context.clip();
  for (const group of placed) paintGroup(surface, model, shown, group, head - model.scrollTop);
  context.restore();
  paintRange(surface, model, shown, head);
  if (!surface.isWordless) paintFlags(surface, model, shown, head);
  if (model.live) {
    const x = xOf(model.duration, shown, width);
    context.fillStyle = colours.rec;
    if (x >= 0 && x <= width) context.fillRect(Math.round(x), head, 1, height - head);
  }
}

export const headHeight = ({ folded }: Pick<TimelineModel, 'folded'>): number =>
  folded ? AXIS_HEIGHT - 4 : STRIP_HEIGHT + AXIS_HEIGHT;

export const xOf = (at: number, { from, to }: TimeRange, width: number): number =>
  ((at - from) / (to - from || 1)) * width;

export const timeOf = (x: number, { from, to }: TimeRange, width: number): number =>
  from + (x / width) * (to - from);

function paintGroup(
  { context, colours, width, height, ratio, isWordless }: Surface,
  model: TimelineModel,
  { from, to }: TimeRange,
  { group, top, height: tall, lanes }: PlacedGroup,
  offset: number,
): void {
  const y = top + offset;
  if (y > height || y + tall < 0) return;
  if (group.target === model.selectedTarget && !model.folded) {
    context.fillStyle = colours.sel;
    context.globalAlpha = 0.35;
    context.fillRect(0, y, width, tall);
    context.globalAlpha = 1;
  }
  const brush = { context, colours, from, to, ratio };
  for (const { lane, top: laneTop, height: laneHeight } of lanes) {
    const box = { left: 0, top: laneTop + offset + 2, width, height: laneHeight - 4 };
    const ceiling = paintLane(brush, lane, box, group.open || model.folded);
    if (lane.unit === 'bytes' && laneHeight >= 60 && !isWordless)
      labelScale({ context, colours }, ceiling, box);
  }
  context.fillStyle = colours.line;
  context.fillRect(0, y + tall, width, 1);
}

function labelScale(
  { context, colours }: Pick<Surface, 'context' | 'colours'>,
  ceiling: number,
  box: { readonly left: number; readonly top: number; readonly height: number },
): void {
  context.font = font(SMALL);
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  const scale = (box.height - 3) / ceiling;
  const values = valueTicks(ceiling, 2);
  values.forEach((value, index) => {
    const text = index === values.length - 1 ? `${value / 1e6} MB` : String(value / 1e6);
    const y = Math.max(box.top + 6, box.top + box.height - value * scale - 6);
    context.fillStyle = colours.panel;
    context.globalAlpha = 0.75;
    context.fillRect(box.left + 2, y - 6, context.measureText(text).width + 6, 12);
    context.globalAlpha = 1;
    context.fillStyle = colours['tx-3'];
    context.fillText(text, box.left + 5, y);
  });
}

/** Where the heads of flags stand on the axis, in pixels: a time below one could not be read. */
const flagsAt = ({ flags }: TimelineModel, shown: TimeRange, width: number): readonly number[] =>
  flags.map(({ at }) => xOf(at, shown, width)).filter((x) => x > -FLAG && x < width + FLAG);

const FLAG = 10;

function paintAxis(
  { context, colours, width, height }: Surface,
  shown: TimeRange,
  head: number,
  /** Undefined: lines alone. */
  taken: readonly number[] | undefined,
): void {
  if (taken) context.font = font(SMALL);
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  for (const { at, text } of timeTicks(shown.from, shown.to, width)) {
    const x = Math.round(xOf(at, shown, width));
    context.fillStyle = colours.grid;
    context.fillRect(x, head, 1, height - head);
    if (!taken) continue;
    context.fillStyle = colours['tx-3'];
    const end = x + 4 + context.measureText(text).width;
    const free = !taken.some((flag) => flag > x + 4 - FLAG && flag < end + FLAG);
    if (x > 2 && x < width - 30 && free) context.fillText(text, x + 4, head - 9);
  }
  context.fillStyle = colours.line;
  context.fillRect(0, head - 1, width, 1);
}

/** The whole session in a strip, with a window where the lanes below are. */
function paintStrip({ context, colours, width }: Surface, model: TimelineModel, shown: TimeRange): void {
  const whole = stripRange(model);
  const [lane] = model.overview?.lanes ?? [];
  context.fillStyle = colours.sunken;
  context.fillRect(0, 0, width, STRIP_HEIGHT - 1);
  if (lane) {
    const picture = stripPicture(lane, whole, width, colours);
    if (picture) context.drawImage(picture, 0, 2, width, STRIP_HEIGHT - 4);
  }
  const left = Math.max(0, xOf(shown.from, whole, width));
  const right = Math.min(width, xOf(shown.to, whole, width));
  context.fillStyle = colours.brush;
  context.fillRect(left, 0, Math.max(3, right - left), STRIP_HEIGHT - 1);
  context.strokeStyle = colours['brush-ln'];
  context.lineWidth = 1;
  context.strokeRect(
    Math.round(left) + 0.5,
    0.5,
    Math.max(3, Math.round(right - left) - 1),
    STRIP_HEIGHT - 2,
  );
  context.fillStyle = colours.line;
  context.fillRect(0, STRIP_HEIGHT - 1, width, 1);
}

/** The strip changes with the samples, not with the view: its picture is kept. */
let strip:
  | {
      readonly lane: Lane;
      readonly to: number;
      readonly width: number;
      readonly colours: Palette;
      readonly picture: OffscreenCanvas;
    }
  | undefined;

function stripPicture(
  lane: Lane,
  { from, to }: TimeRange,
  width: number,
  colours: Palette,
): OffscreenCanvas | undefined {
  if (strip?.lane === lane && strip.to === to && strip.width === width && strip.colours === colours)
    return strip.picture;
  const height = STRIP_HEIGHT - 4;
  const ratio = Math.ceil(devicePixelRatio || 1);
  const picture = new OffscreenCanvas(Math.max(1, Math.round(width * ratio)), height * ratio);
  const context = picture.getContext('2d');
  if (!context) return undefined;
  context.scale(ratio, ratio);
  context.globalAlpha = 0.75;
  // Of the two kinds of context a lane uses only what both have.
  const like = context as unknown as CanvasRenderingContext2D;
  paintLane({ context: like, colours, from, to, ratio }, lane, { left: 0, top: 0, width, height }, false);
  strip = { lane, to, width, colours, picture };
  return picture;
}

export const stripRange = ({ duration, live }: TimelineModel): TimeRange => ({
  from: 0,
  to: Math.max(duration, live ? 10_000 : 20),
});

function paintRange(
  { context, colours, width, height }: Surface,
  model: TimelineModel,
  shown: TimeRange,
  head: number,
): void {
  const { range } = model;
  if (!range) return;
  const left = xOf(range.from, shown, width);
  const right = xOf(range.to, shown, width);
  context.fillStyle = colours.brush;
  context.fillRect(left, head, right - left, height - head);
  context.fillStyle = colours['brush-ln'];
  for (const x of [left, right]) {
    context.fillRect(Math.round(x), head - 16, 1, height - head + 16);
    context.fillRect(Math.round(x) - 2, head + 2, 5, 12);
  }
}

function paintFlags(
  { context, colours, width, height }: Surface,
  model: TimelineModel,
  shown: TimeRange,
  head: number,
): void {
  let free = Number.NEGATIVE_INFINITY;
  let taken = Number.NEGATIVE_INFINITY;
  for (const flag of [...model.flags].sort((a, b) => a.at - b.at)) {
    const x = Math.round(xOf(flag.at, shown, width));
    if (x < -10 || x > width + 10) continue;
    if (flag.kind === 'snapshot') taken = paintLetter({ context, colours }, flag, x, head, height, taken);
    else free = paintMark({ context, colours }, flag, x, head, height, free, width);
  }
}

/** The head of a snapshot; answers where it ends. */
function paintLetter(
  { context, colours }: Pick<Surface, 'context' | 'colours'>,
  { text, chosen }: Flag,
  x: number,
  head: number,
  height: number,
  taken: number,
): number {
  context.fillStyle = chosen ? colours['accent-bg'] : colours['tx-3'];
  context.fillRect(x, head - 3, 1, height - head + 3);
  context.font = font(SMALL, 600);
  const wide = Math.max(15, context.measureText(text).width + 7);
  // Beside the one before it, while that is still near its line.
  const shifted = Math.max(x, taken + wide / 2 + 1);
  const middle = shifted - x <= wide ? shifted : x;
  context.beginPath();
  context.roundRect(middle - wide / 2, head - 18, wide, 15, 3);
  context.fillStyle = chosen ? colours['accent-bg'] : colours['tx-2'];
  context.fill();
  context.fillStyle = chosen ? colours['on-accent'] : colours.panel;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(text, middle + 0.5, head - 10);
  return middle + wide / 2;
}

/** A dotted line with its words where there is room for them; answers where the next words may begin. */
function paintMark(
  { context, colours }: Pick<Surface, 'context' | 'colours'>,
  { text, kind }: Flag,
  x: number,
  head: number,
  height: number,
  free: number,
  width: number,
): number {
  context.strokeStyle = kind === 'exit' ? colours.rec : colours['tx-2'];
  context.lineWidth = 1;
  context.setLineDash([2, 2]);
  context.beginPath();
  context.moveTo(x + 0.5, head - 14);
  context.lineTo(x + 0.5, height);
  context.stroke();
  context.setLineDash([]);
  context.beginPath();
  context.fillStyle = kind === 'exit' ? colours.rec : colours['tx-2'];
  context.moveTo(x, head - 17);
  context.lineTo(x + 8, head - 14);
  context.lineTo(x, head - 10);
  context.fill();
  context.font = font(SMALL);
  const wide = context.measureText(text).width;
  const left = x + 6 + wide > width ? x - wide - 6 : x + 5;
  if (left < free) return free;
  context.fillStyle = colours.panel;
  context.globalAlpha = 0.8;
  context.fillRect(left - 2, head + 2, wide + 4, 13);
  context.globalAlpha = 1;
  context.fillStyle = colours.tx;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillText(text, left, head + 9);
  return left + wide + 8;
}
