import uPlot from 'uplot';
import { memory, painted, steps } from '../lib/bench.js';
import { timeline, views } from '../lib/timeline.js';

const COL = ['#1f77b4', '#ff7f0e', '#2ca02c', '#d62728', '#9467bd', '#8c564b'];
export async function bench({ points, series }) {
  const mem0 = await memory();
  const { x, ys } = timeline(points, series);
  const memData = await memory();
  const t0 = performance.now();
  const u = new uPlot(
    {
      width: 1200,
      height: 400,
      legend: { show: false },
      cursor: { show: false },
      scales: { x: { time: false } },
      axes: [{}, { size: 90 }],
      series: [{}, ...ys.map((_, i) => ({ stroke: COL[i], width: 1 }))],
    },
    [x, ...ys],
    document.getElementById('app'),
  );
  await null;
  await null;
  const script = performance.now() - t0;
  const first = (await painted()) - t0;
  const mem = await memory();
  const a = x[0],
    w = x[x.length - 1] - a;
  const r = await steps(views(), (v) => u.setScale('x', { min: a + v.lo * w, max: a + v.hi * w }));
  return {
    firstDraw: { script, painted: first },
    ...r,
    mem: { empty: mem0, data: memData, view: mem, end: await memory() },
  };
}
