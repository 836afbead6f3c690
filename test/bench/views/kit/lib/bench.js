// In-page measuring. One step is:
//   task A: subscribe rAF, run fn (script = fn + microtasks)
//   frame : scroll events, rAF callbacks, style, layout, paint, canvas flush
//   task B: posted from our rAF, so it runs once that frame's main-thread work is done
//
// script   ms of fn with its microtasks
// main     script + frame (scripting and main-thread rasterising together)
// interval rAF to rAF, as the user sees it
let frameStart = 0;
addEventListener(
  'scroll',
  () => {
    if (!frameStart) frameStart = performance.now();
  },
  true,
);
const post = (f) => {
  const c = new MessageChannel();
  c.port1.onmessage = () => {
    c.port1.close();
    f();
  };
  c.port2.postMessage(0);
};
export const painted = () =>
  new Promise((ok) => requestAnimationFrame(() => post(() => ok(performance.now()))));
export const stat = (a) => {
  const s = Float64Array.from(a).sort(),
    q = (p) => +s[Math.min(s.length - 1, Math.floor(p * s.length))].toFixed(2);
  return s.length ? { n: s.length, med: q(0.5), p95: q(0.95), max: q(1) } : null;
};
// Two passes by default: the first is reported as `cold` (JIT warming up), the second in full.
export async function steps(list, fn, passes = 2) {
  let cold;
  for (let p = 1; p < passes; p++) cold ??= (await pass(list, fn)).main;
  return { ...(cold ? { cold } : {}), ...(await pass(list, fn)) };
}
async function pass(list, fn) {
  const script = [],
    main = [],
    interval = [],
    phases = list.map((v) => v.phase || 'all');
  await painted();
  await painted();
  const before = await cdp('metrics');
  let prev = 0,
    wall = performance.now();
  for (let i = 0; i < list.length; i++) {
    let raf, t0, t1, t2;
    frameStart = 0;
    const done = new Promise((ok) =>
      requestAnimationFrame(() => {
        raf = performance.now();
        if (!frameStart) frameStart = raf;
        post(() => {
          t2 = performance.now();
          ok();
        });
      }),
    );
    t0 = performance.now();
    fn(list[i], i);
    await null;
    await null;
    t1 = performance.now();
    await done;
    script.push(t1 - t0);
    main.push(t1 - t0 + t2 - frameStart);
    if (i) interval.push(raf - prev);
    prev = raf;
  }
  wall = performance.now() - wall;
  const after = await cdp('metrics');
  const per = (k) => +(((after[k] - before[k]) * 1000) / list.length).toFixed(2);
  const res = {
    script: stat(script),
    main: stat(main),
    interval: stat(interval),
    fps: +((1000 * list.length) / wall).toFixed(1),
    cdpPerStep: {
      task: per('TaskDuration'),
      layout: per('LayoutDuration'),
      style: per('RecalcStyleDuration'),
    },
  };
  const names = [...new Set(phases)];
  if (names.length > 1) {
    res.phaseMain = {};
    for (const p of names) res.phaseMain[p] = stat(main.filter((_, i) => phases[i] === p));
  }
  return res;
}
// bindings given by run.mjs; harmless fallbacks when a page is opened by hand
export const cdp = (what) => (window.__cdp ? window.__cdp(what) : Promise.resolve({}));
export const memory = () => cdp('memory');
