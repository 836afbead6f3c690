// Healthy: a ring of the last thousand measurements, written over again and again.
const ring = new Array(1000).fill(undefined);
let at = 0;
setInterval(() => {
  for (let i = 0; i < 30; i++) {
    ring[at++ % 1000] = { at, value: Math.random(), label: `m${at}` };
  }
}, 10);
