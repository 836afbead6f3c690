import type { SeriesColumns } from '../../../shared/api/sessions.js';
import { sizeText, timeText } from '../../../shared/base/quantity.js';
import type { MarkInfo, SnapshotInfo } from '../../../shared/model/session.js';
import { at, text } from './markup.js';

const WIDTH = 900;
const HEIGHT = 160;
const LEFT = 70;
const BOTTOM = 22;
const TOP = 14;
const MOST_MARKS = 40;

interface Timeline {
  readonly title: string;
  readonly duration: number;
  /** RSS first; drawn as lines. */
  readonly series: readonly SeriesColumns[];
  readonly snapshots: readonly SnapshotInfo[];
  readonly marks: readonly MarkInfo[];
}

/** Memory over time as an SVG picture, with snapshots and marks as ticks. Colours are classes of the page's style. */
export function timelinePicture({ title, duration, series, snapshots, marks }: Timeline): string {
  const most = Math.max(1, ...series.flatMap(({ max }) => Array.from(max).filter(Number.isFinite)));
  const x = (time: number): number => LEFT + (time / Math.max(1, duration)) * (WIDTH - LEFT - 8);
  const y = (value: number): number => HEIGHT - BOTTOM - (value / most) * (HEIGHT - BOTTOM - TOP);
  const notes = marks.filter(({ kind }) => kind === 'note').slice(0, MOST_MARKS);
  return [
    `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${text(title, 200)}">`,
    `<title>${text(title, 200)}</title>`,
    ...[0, 0.5, 1].flatMap((share) => [
      `<line class="grid" x1="${LEFT}" x2="${WIDTH - 8}" y1="${at(y(most * share))}" y2="${at(y(most * share))}"/>`,
      `<text class="axis" x="${LEFT - 6}" y="${at(y(most * share) + 4)}" text-anchor="end">${sizeText(most * share)}</text>`,
    ]),
    ...[0, 0.25, 0.5, 0.75, 1].map(
      (share) =>
        `<text class="axis" x="${at(x(duration * share))}" y="${HEIGHT - 6}" text-anchor="${share === 1 ? 'end' : 'middle'}">${timeText(duration * share)}</text>`,
    ),
    ...series.map((one, index) => linesOf(one, index, x, y)),
    ...snapshots.map(
      ({ at: time, id }) =>
        `<g class="snapshot"><line x1="${at(x(time))}" x2="${at(x(time))}" y1="${TOP}" y2="${HEIGHT - BOTTOM}"/><title>snapshot ${id}, ${timeText(time)}</title></g>`,
    ),
    ...notes.map(
      ({ at: time, text: said }) =>
        `<g class="mark"><line x1="${at(x(time))}" x2="${at(x(time))}" y1="${TOP}" y2="${HEIGHT - BOTTOM}"/><title>${text(said, 100)}</title></g>`,
    ),
    '</svg>',
  ].join('');
}

/** A gap in the readings is a gap in the line. */
function linesOf(
  { name, time, max }: SeriesColumns,
  index: number,
  x: (time: number) => number,
  y: (value: number) => number,
): string {
  let path = '';
  let pen = false;
  for (let row = 0; row < time.length; row++) {
    if (!Number.isFinite(max[row])) {
      pen = false;
      continue;
    }
    path += `${pen ? 'L' : 'M'}${at(x(time[row]))} ${at(y(max[row]))}`;
    pen = true;
  }
  return `<path class="line line${index}" d="${path}"><title>${text(name, 80)}</title></path>`;
}
