import { countText, sizeText, timeText } from '../../../shared/base/quantity.js';
import { momentText } from '../../widgets/numbers.js';
import type { TimelineModel, TimeRange } from './frame.js';
import { type Lane, type LaneOverlay, placeLanes } from './lanes.js';
import { font, headHeight, type Surface, timeOf, xOf } from './paint-frame.js';
import { words } from './words.js';

/** The pointer's layer: the cross-hair with every lane's value, a range being drawn, the range's pill. */
export function paintPointer(
  surface: Surface,
  model: TimelineModel,
  shown: TimeRange,
  pointerX: number | undefined,
  drawing: TimeRange | undefined,
): void {
  const { context, colours, width, height } = surface;
  context.clearRect(0, 0, width, height);
  const head = headHeight(model);
  if (drawing) {
    const left = xOf(drawing.from, shown, width);
    const right = xOf(drawing.to, shown, width);
    context.fillStyle = colours.brush;
    context.fillRect(left, head, right - left, height - head);
    context.fillStyle = colours['brush-ln'];
    for (const x of [left, right]) context.fillRect(Math.round(x), head - 16, 1, height);
  }
  paintPill(surface, model, shown, head);
  if (pointerX === undefined) return;
  const at = timeOf(pointerX, shown, width);
  const x = Math.round(pointerX);
  context.fillStyle = colours.cross;
  context.fillRect(x, head - 4, 1, height - head + 4);
  label(surface, momentText(at, shown.to - shown.from < 5000 ? 3 : 1), x, head - 10, 'cross');
  if (at > model.duration) return;
  const { placed } = placeLanes(model.groups);
  for (const { lanes } of placed)
    for (const { lane, top, height: tall } of lanes) {
      const y = top + tall / 2 + head - model.scrollTop;
      const text = valueText(lane, at, shown);
      if (text && y > head + 4 && y < height) label(surface, text, x, y, 'value');
    }
}

function valueText(lane: Lane, at: number, { from, to }: TimeRange): string | undefined {
  if (lane.kind === 'ticks') return undefined;
  const layers =
    lane.total && !lane.ofTotal
      ? [lane.total]
      : lane.kind === 'stack'
        ? lane.layers
        : lane.layers.slice(0, 1);
  let sum = 0;
  for (const { source, holds } of layers) {
    const gap = holds ? undefined : source.levels(from, to).gapAt(at);
    if (gap !== undefined) return words.noReading(timeText(gap));
    const value = source.levels(from, to).valueAt(at);
    if (!Number.isNaN(value)) sum += value;
    else if (layers.length === 1) return undefined;
  }
  const text = lane.unit === 'bytes' ? sizeText : lane.unit === 'ms' ? timeText : countText;
  const other = lane.overlay && overlayValue(lane.overlay, at, { from, to });
  return other === undefined ? text(sum) : `${text(sum)}  ┄ ${text(other)}`;
}

/** What the other session had at that moment of it. */
function overlayValue(
  { layers, shift }: LaneOverlay,
  at: number,
  { from, to }: TimeRange,
): number | undefined {
  const values = layers
    .map(({ source }) => source.levels(from - shift, to - shift))
    .filter((levels) => levels.length > 0 && at - shift <= levels.time[levels.length - 1])
    .map((levels) => levels.valueAt(at - shift))
    .filter((value) => !Number.isNaN(value));
  return values.length > 0 ? values.reduce((sum, value) => sum + value, 0) : undefined;
}

function label(
  { context, colours, width }: Surface,
  text: string,
  x: number,
  y: number,
  kind: 'cross' | 'value',
): void {
  context.font = font('11px ', kind === 'cross' ? 600 : 400);
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  const wide = context.measureText(text).width + 10;
  const left =
    kind === 'cross'
      ? Math.min(width - wide, Math.max(0, x - wide / 2))
      : x + 5 + wide > width
        ? x - wide - 4
        : x + 5;
  context.beginPath();
  context.roundRect(left, y - 8, wide, 16, 3);
  context.fillStyle = kind === 'cross' ? colours.tx : colours.raised;
  context.fill();
  if (kind === 'value') {
    context.strokeStyle = colours['line-2'];
    context.stroke();
  }
  context.fillStyle = kind === 'cross' ? colours.panel : colours.tx;
  context.fillText(text, left + 5, y + 0.5);
}

/** Length and growth of the range, over its middle. */
function paintPill(
  { context, colours, width }: Surface,
  { range, pill }: TimelineModel,
  shown: TimeRange,
  head: number,
): void {
  if (!range || !pill) return;
  const left = Math.max(0, xOf(range.from, shown, width));
  const right = Math.min(width, xOf(range.to, shown, width));
  if (right < 0 || left > width) return;
  context.font = font('11px ', 600);
  const wide = context.measureText(pill).width + 16;
  // Between its ends where it fits, so that their flags stay in sight; else beside them.
  const room = right - left - 24;
  const begin =
    wide <= room
      ? (left + right) / 2 - wide / 2
      : right + 12 + wide <= width
        ? right + 12
        : Math.max(0, left - 12 - wide);
  context.beginPath();
  context.roundRect(begin, head - 19, wide, 17, 3);
  context.fillStyle = colours['accent-bg'];
  context.fill();
  context.fillStyle = colours['on-accent'];
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillText(pill, begin + 8, head - 10);
}
