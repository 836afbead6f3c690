import flamegraph from 'd3-flame-graph';
import { select } from 'd3-selection';
import { cdp, memory, painted, stat } from '../lib/bench.js';
import { depths, target, totals, tree } from '../lib/tree.js';
export async function bench({ nodes, minFrameSize = 0 }) {
  const mem0 = await memory();
  const t = tree(nodes),
    tot = totals(t),
    dep = depths(t);
  const tb = performance.now();
  const obj = new Array(nodes);
  for (let i = 0; i < nodes; i++) {
    obj[i] = { name: t.names[t.name[i]], value: tot[i], children: [], i };
    if (i) obj[t.parent[i]].children.push(obj[i]);
  }
  const nest = performance.now() - tb;
  const memData = await memory();
  const m0 = await cdp('metrics');
  const t0 = performance.now();
  const chart = flamegraph().width(1200).cellHeight(16).minFrameSize(minFrameSize);
  select('#app').datum(obj[0]).call(chart);
  const script = performance.now() - t0;
  const first = (await painted()) - t0;
  const elements = document.querySelectorAll('svg g').length;
  // running or waiting transitions keep a __transition property on their element; each kind is
  // sampled by itself (labels have the longest delay)
  const busy = () =>
    ['g', 'g > rect', 'g > foreignObject > div'].some((q) => {
      const e = document.querySelectorAll(`#app svg ${q}`),
        k = Math.max(1, e.length >> 8);
      for (let i = 0; i < e.length; i += k) if (e[i].__transition) return true;
      return e.length > 0 && !!e[e.length - 1].__transition;
    });
  const wait = async (from) => {
    const f = [];
    let p = performance.now();
    for (;;) {
      const n = await painted();
      f.push(n - p);
      p = n;
      if (!busy()) return { settled: n - from, frames: stat(f) };
    }
  };
  const s1 = await wait(t0);
  const m1 = await cdp('metrics');
  const mem = await memory();
  const tg = target(t, tot, dep);
  // a click on a node of 5 % or more of the whole, half-way down to the target
  let c = tg;
  while (tot[c] < 0.05 * tot[0]) c = t.parent[c];
  const g = [...document.querySelectorAll('svg g')].find((e) => e.__data__ && e.__data__.data.i === c);
  const zoom = [];
  for (let k = 0; k < 3; k++) {
    const z0 = performance.now();
    if (k % 2) chart.resetZoom();
    else g.dispatchEvent(new MouseEvent('click', { bubbles: true, view: window }));
    const zs = performance.now() - z0;
    const z = await wait(z0);
    zoom.push({ kind: k % 2 ? 'reset' : 'click', script: zs, ...z });
  }
  return {
    nest,
    elements,
    firstDraw: {
      script,
      painted: first,
      settled: s1.settled,
      animFrames: s1.frames,
      taskMs: (m1.TaskDuration - m0.TaskDuration) * 1000,
    },
    zoom,
    mem: { empty: mem0, data: memData, view: mem, end: await memory() },
  };
}
