// A main thread with two workers, each holding things of its own; on SIGUSR2 one more starts.
import { Worker } from 'node:worker_threads';

const start = (things) =>
  new Worker(
    `class WorkerThing { constructor(n) { this.n = n; } }
     const held = [];
     for (let n = 0; n < ${things}; n++) held.push(new WorkerThing(n));
     require('node:worker_threads').parentPort.postMessage('up');
     setInterval(() => held.length, 1000);`,
    { eval: true },
  );

const up = (worker) => new Promise((resolve) => worker.once('message', resolve));

await Promise.all([start(700), start(900)].map(up));
process.on('SIGUSR2', async () => {
  await up(start(1100));
  process.stdout.write('third\n');
});
process.stdout.write('ready\n');
