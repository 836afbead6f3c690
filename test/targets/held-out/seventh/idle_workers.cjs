'use strict';
const { Worker } = require('node:worker_threads');
const code = `const { parentPort } = require('node:worker_threads');
const data = new Array(20000).fill(1).map((_, i) => ({ i }));
parentPort.on('message', (m) => parentPort.postMessage(m * data.length));`;
const pool = [];
function task(n) {
  const worker = new Worker(code, { eval: true });
  worker.postMessage(n);
  worker.once('message', () => {
    /* done */
  });
  pool.push(worker);
}
let n = 0;
setInterval(() => {
  if (n < 60) task(++n);
}, 900);
