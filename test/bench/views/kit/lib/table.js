import { rng } from './rand.js';
import { names } from './tree.js';
// Columnar table of allocation sites; cell() formats on demand.
export function rows(count) {
  const r = rng(5),
    nm = names();
  const f = new Uint16Array(count),
    bytes = new Float64Array(count),
    n = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    f[i] = (r() * nm.length) | 0;
    bytes[i] = Math.exp(22 * r());
    n[i] = (r() * 1e6) | 0;
  }
  const val = (i, c) =>
    c === 0
      ? nm[f[i]]
      : c === 1
        ? bytes[i]
        : c === 2
          ? n[i]
          : c === 3
            ? bytes[i] / (n[i] + 1)
            : c === 4
              ? n[i] % 60
              : i;
  const cell = (i, c) => (c === 0 ? nm[f[i]] : String(Math.round(val(i, c))));
  return { count, val, cell };
}
// 60 steps of 300 px (fast wheel), 60 jumps (scroll-bar drag)
export function scrolls() {
  const r = rng(9),
    out = [];
  for (let i = 0; i < 60; i++) out.push({ phase: 'wheel', by: 300 });
  for (let i = 0; i < 60; i++) out.push({ phase: 'jump', jump: r() });
  return out;
}
