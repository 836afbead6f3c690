import type { TimelineModel } from '../../../renderer/canvas/timeline/frame.js';
import type { Lane, LaneGroup } from '../../../renderer/canvas/timeline/lanes.js';
import { MinMaxLevels } from '../../../renderer/canvas/timeline/min-max-levels.js';
import { createTimelineCanvas } from '../../../renderer/canvas/timeline/timeline-canvas.js';
import '../../../renderer/theme/tokens.css';

/** The kit's own data, views and clock: the same for every subject. */
interface Kit {
  timeline(
    points: number,
    series: number,
  ): { readonly x: Float64Array; readonly ys: readonly Float64Array[] };
  views(): readonly { readonly phase: string; readonly lo: number; readonly hi: number }[];
  steps(views: readonly unknown[], step: (view: { lo: number; hi: number }) => void): Promise<object>;
  painted(): Promise<number>;
  memory(): Promise<unknown>;
}

/** The window's timeline, driven as the kit drives uPlot: 1200 by 400, one area lane a series. */
export async function bench({
  points,
  series,
  levels: known,
}: {
  readonly points: number;
  readonly series: number;
  /** The engine's answer to the first look at a session is there, instead of its samples. */
  readonly levels?: boolean;
}): Promise<object> {
  const [data, clock] = (await Promise.all([
    import(/* @vite-ignore */ `${location.origin}/lib/timeline.js`),
    import(/* @vite-ignore */ `${location.origin}/lib/bench.js`),
  ])) as [Kit, Kit];
  const empty = await clock.memory();
  const { x, ys } = data.timeline(points, series);
  const answers = known ? ys.map((y) => asAnswered(x, y)) : ys.map((y) => ({ time: x, min: y, max: y }));
  const made = await clock.memory();
  const host = document.getElementById('app');
  if (!host) throw new Error('the page has no #app');
  Object.assign(host.style, { position: 'relative', width: '1200px', height: '400px' });

  const begin = performance.now();
  const duration = x[x.length - 1];
  const lanes = answers.map(({ time, min, max }, index): Lane => {
    const levels = new MinMaxLevels(time, min, max);
    const source = { levels: () => levels };
    return {
      id: String(index),
      kind: 'area',
      title: '',
      about: '',
      height: Math.floor(350 / series),
      layers: [{ name: '', title: '', source, colour: 'm-py' }],
      unit: 'bytes',
    };
  });
  const groups: readonly LaneGroup[] = [{ target: 1, open: true, lanes }];
  const overview: LaneGroup = { target: 0, open: true, lanes: lanes.slice(0, 1) };
  const view = createTimelineCanvas(host, { onLook() {}, onSelect() {}, onScroll() {} });
  const model = (from: number, to: number): TimelineModel => ({
    duration,
    live: false,
    groups,
    overview,
    flags: [],
    view: { from, to },
    following: false,
    folded: false,
    scrollTop: 0,
  });
  view.update(model(0, duration));
  const script = performance.now() - begin;
  // As of uPlot: the first frame, which must show something.
  const painted = (await clock.painted()) - begin;
  const lanesOf = host.querySelector('canvas');
  const pixels = lanesOf?.getContext('2d')?.getImageData(0, 0, lanesOf.width, lanesOf.height).data;
  if (!pixels?.some((part) => part > 0)) throw new Error('the first frame shows nothing');
  const drawn = await clock.memory();
  const result = await clock.steps(data.views(), ({ lo, hi }) =>
    view.update(model(lo * duration, hi * duration)),
  );
  return {
    firstDraw: { script, painted },
    ...result,
    mem: { empty, data: made, view: drawn, end: await clock.memory() },
  };
}

/** As many entries as the window asks for of a whole session, each with the extremes of its samples. */
function asAnswered(time: Float64Array, value: Float64Array, entries = 4000) {
  const each = Math.ceil(time.length / entries);
  const out = { time: [] as number[], min: [] as number[], max: [] as number[] };
  for (let from = 0; from < time.length; from += each) {
    let low = value[from];
    let high = low;
    for (let at = from; at < Math.min(time.length, from + each); at++) {
      low = Math.min(low, value[at]);
      high = Math.max(high, value[at]);
    }
    out.time.push(time[from]);
    out.min.push(low);
    out.max.push(high);
  }
  return {
    time: Float64Array.from(out.time),
    min: Float64Array.from(out.min),
    max: Float64Array.from(out.max),
  };
}
