// A tree: a cluster of two, each with a worker thread of its own, and a child that was spawned. `ready` when all are up.
import { spawn } from 'node:child_process';
import cluster from 'node:cluster';
import { Worker } from 'node:worker_threads';

const held = Array.from({ length: 2000 }, (_, n) => ({ n }));
const idle = 'setInterval(() => {}, 1000)';

if (cluster.isPrimary) {
  const forks = [cluster.fork(), cluster.fork()];
  await Promise.all(forks.map((fork) => new Promise((resolve) => fork.once('message', resolve))));
  // It ends with its input, and so with us; the cluster does by its own channel.
  const child = spawn(
    process.execPath,
    ['-e', "process.stdin.resume().on('end', () => process.exit()); process.stdout.write('up')"],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  await new Promise((resolve) => child.stdout.once('data', resolve));
  const pids = [...forks.map(({ process: { pid } }) => pid), child.pid];
  process.stdout.write(`pids ${pids.join(' ')}\nready\n`);
} else {
  const worker = new Worker(`require('node:worker_threads').parentPort.postMessage('up'); ${idle}`, {
    eval: true,
  });
  worker.once('message', () => process.send('up'));
}
setInterval(() => held.length, 1000);
