// Healthy: a cache with a bound, full after some seconds.
const cache = new Map();
const LIMIT = 20_000;

let n = 0;
setInterval(() => {
  for (let i = 0; i < 200; i++) {
    cache.set(n, { n, text: `value ${n}` });
    if (cache.size > LIMIT) cache.delete(cache.keys().next().value);
    n++;
  }
}, 20);
