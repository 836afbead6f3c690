'use strict';
const { ReplaySubject } = require('rxjs');

const prices = new ReplaySubject();
let last;
prices.subscribe((price) => {
  last = price;
});
let n = 0;
setInterval(() => {
  for (let i = 0; i < 8; i++) prices.next({ n: ++n, symbol: `S${n % 40}`, book: [n, n + 1] });
  if (last.n % 100_000 === 0) console.log(last);
}, 20);
