// A worker that waits without turning its loop, as idle ones of a pool do, until SIGUSR2.
import { Worker } from 'node:worker_threads';

const shared = new SharedArrayBuffer(4);
const worker = new Worker(
  `const { parentPort, workerData } = require('node:worker_threads');
   parentPort.postMessage('up');
   Atomics.wait(new Int32Array(workerData), 0, 0);
   setInterval(() => undefined, 1000);`,
  { eval: true, workerData: shared },
);
await new Promise((resolve) => worker.once('message', resolve));
process.on('SIGUSR2', () => Atomics.notify(new Int32Array(shared), 0));
process.stdout.write('ready\n');
