'use strict';
const jobs = [];
function prepare(n) {
  const rows = new Array(2000).fill(0).map((_, i) => n * i + 0.5);
  let total = 0;
  const sum = () => rows.reduce((a, b) => a + b, 0);
  total = sum();
  return function label() {
    return `job ${n}: ${total}`;
  };
}
let n = 0;
setInterval(() => {
  jobs.push(prepare(++n));
  if (jobs.length > 100000) jobs.shift();
}, 20);
