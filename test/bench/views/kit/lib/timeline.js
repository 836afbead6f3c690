import { rng } from './rand.js';
// Memory-like series: slow growth, releases (sawtooth), short spikes.
// Returns {x, ys}: x in seconds (irregular steps), ys in bytes, all Float64Array.
export function timeline(points, series, seed = 7) {
  const r = rng(seed);
  const x = new Float64Array(points);
  let t = 0;
  for (let i = 0; i < points; i++) {
    t += -Math.log(1 - r()) * 1e-3;
    x[i] = t;
  }
  const ys = [];
  for (let s = 0; s < series; s++) {
    const y = new Float64Array(points);
    let v = 64e6 * (s + 1),
      spike = 0;
    const drop = 40 / points;
    for (let i = 0; i < points; i++) {
      v += (r() - 0.495) * 65536;
      const e = r();
      if (e < drop) v *= 0.6;
      else if (e > 1 - 400 / points) spike = r() * 48e6;
      spike *= 0.8;
      if (v < 1e6) v = 1e6;
      y[i] = v + spike;
    }
    ys.push(y);
  }
  return { x, ys };
}
// The 120 views every timeline subject is driven through, as [lo, hi] fractions:
// 60 zoom steps from everything to 1 %, 30 pans at 1 %, 30 pans at 30 %.
export function views() {
  const out = [];
  for (let i = 0; i < 60; i++) {
    const w = 0.01 ** (i / 59),
      c = 0.37;
    const lo = c * (1 - w);
    out.push({ phase: 'zoom', lo, hi: lo + w });
  }
  for (let i = 0; i < 30; i++) {
    const lo = 0.3663 + i * 0.002;
    out.push({ phase: 'pan1', lo, hi: lo + 0.01 });
  }
  for (let i = 0; i < 30; i++) {
    const lo = 0.05 + i * 0.02;
    out.push({ phase: 'pan30', lo, hi: lo + 0.3 });
  }
  return out;
}
