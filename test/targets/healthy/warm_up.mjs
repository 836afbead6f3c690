// Healthy: loads a table and builds an index in its first seconds, then only reads.
const index = new Map();
let n = 0;
const warm = setInterval(() => {
  for (let i = 0; i < 3000; i++) index.set(`key ${n}`, { n: n++, words: ['one', 'two', String(n)] });
  if (n >= 200_000) clearInterval(warm);
}, 50);
setInterval(() => index.get(`key ${Math.floor(Math.random() * n)}`), 5);
