// Drives the released speedscope page: hooks WebGL draws, loads a profile by URL, then
// zooms and pans with wheel events. Needs data/flame-<n>.speedscope.json (gen.mjs).
import { existsSync } from 'node:fs';
import { join } from 'node:path';
export async function speedscope({ page, ask, base }, { nodes }, here) {
  const file = `flame-${nodes}.speedscope.json`;
  if (!existsSync(join(here, 'data', file))) throw new Error(`run: node gen.mjs ${nodes}`);
  await page.addInitScript(() => {
    window.__gl = { draws: 0, afterTitle: 0, first: 0, longest: 0 };
    for (const C of [window.WebGLRenderingContext, window.WebGL2RenderingContext])
      if (C)
        for (const k of ['drawArrays', 'drawElements']) {
          const f = C.prototype[k];
          C.prototype[k] = function (...a) {
            const r = f.apply(this, a);
            const g = window.__gl;
            g.draws++;
            if (document.title.includes('flame-')) {
              g.afterTitle++;
              if (!g.first) {
                g.first = performance.now();
                const c = new MessageChannel();
                c.port1.onmessage = () => {
                  g.painted = performance.now();
                };
                c.port2.postMessage(0);
              }
            }
            return r;
          };
        }
    new PerformanceObserver((l) => {
      for (const e of l.getEntries()) window.__gl.longest = Math.max(window.__gl.longest, e.duration);
    }).observe({ type: 'longtask', buffered: true });
  });
  const q = encodeURIComponent(`${base}/data/${file}`);
  await page.goto(`${base}/node_modules/speedscope/dist/release/index.html#profileURL=${q}`);
  await page.waitForFunction('window.__gl.painted', null, { timeout: 170000, polling: 100 });
  await page.waitForTimeout(500);
  const gl = await page.evaluate(
    '({...window.__gl, webgl: (() => { const c = document.createElement("canvas").getContext("webgl"); const e = c && c.getExtension("WEBGL_debug_renderer_info"); return e ? c.getParameter(e.UNMASKED_RENDERER_WEBGL) : String(!!c); })()})',
  );
  const m = await ask('metrics'),
    mem = await ask('memory');
  const r = await page.evaluate(async () => {
    const { steps } = await import('/lib/bench.js');
    const at = (x, y) => document.elementFromPoint(x, y);
    // ctrl + wheel of -3 narrows the view by 7.5 %: 60 steps end near 1 % of the profile
    const list = [...Array(60)]
      .map(() => ({ phase: 'zoom' }))
      .concat([...Array(60)].map(() => ({ phase: 'pan' })));
    const d0 = window.__gl.draws;
    const r = await steps(
      list,
      (s) =>
        at(470, 400).dispatchEvent(
          new WheelEvent('wheel', {
            bubbles: true,
            cancelable: true,
            view: window,
            clientX: 470,
            clientY: 400,
            ...(s.phase === 'zoom' ? { deltaY: -3, ctrlKey: true } : { deltaX: 20 }),
          }),
        ),
      1,
    );
    return { ...r, glDraws: window.__gl.draws - d0 };
  });
  return {
    firstDraw: { script: gl.first, painted: gl.painted, taskTotalMs: m.TaskDuration * 1000 },
    longestTask: gl.longest,
    renderer: gl.webgl,
    ...r,
    mem: { view: mem, end: await ask('memory') },
  };
}
