'use strict';
class Shape {
  constructor(i) {
    this.i = i;
    this.name = `shape ${i}`;
  }
}
const meta = new WeakMap();
const ring = new Array(256);
let n = 0;
function step() {
  const s = new Shape(++n);
  meta.set(s, { seen: n, note: 'x'.repeat(200) });
  ring[n % ring.length] = s;
  const sorted = ring
    .filter(Boolean)
    .map((r) => ({ ...r, m: meta.get(r).seen }))
    .sort((a, b) => b.m - a.m);
  return sorted.length;
}
setInterval(() => {
  for (let i = 0; i < 10; i++) step();
}, 10);
