'use strict';
const source = JSON.stringify(
  Array.from({ length: 3000 }, (_, i) => ({ i, name: `n${i}`, tags: ['a', 'b', String(i)] })),
);
let last;
setInterval(() => {
  last = JSON.parse(source).filter((x) => x.i % 3 === 0);
}, 40);
