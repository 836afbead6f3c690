// A worker that waits inside the kernel, where no interrupt reaches its JavaScript, until SIGUSR2. With an argument the
// main thread stands still then for so many ms first, and starts three workers at once after it.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

const directory = mkdtempSync(join(tmpdir(), 'blocked-worker-'));
const pipe = join(directory, 'pipe');
execFileSync('mkfifo', [pipe]);
const worker = new Worker(
  `const { parentPort, workerData } = require('node:worker_threads');
   parentPort.postMessage('up');
   require('node:fs').readFileSync(workerData);
   setInterval(() => undefined, 1000);`,
  { eval: true, workerData: pipe },
);
await new Promise((resolve) => worker.once('message', resolve));
process.on('SIGUSR2', () => {
  const still = Number(process.argv[2] ?? 0);
  if (still > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, still);
  writeFileSync(pipe, '');
  rmSync(directory, { recursive: true });
  for (let more = still > 0 ? 3 : 0; more > 0; more--)
    new Worker('setInterval(() => undefined, 1000)', { eval: true });
});
process.stdout.write('ready\n');
