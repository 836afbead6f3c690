// A worker that starts a worker of its own, which holds things; says `ready` when both are there.
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

class NestedThing {}

const depth = isMainThread ? 0 : workerData.depth;
if (depth < 2) {
  const below = new Worker(new URL(import.meta.url), { workerData: { depth: depth + 1 } });
  below.on('message', (text) =>
    isMainThread ? process.stdout.write(`${text}\n`) : parentPort.postMessage(text),
  );
} else {
  globalThis.held = Array.from({ length: 321 }, () => new NestedThing());
  parentPort.postMessage('ready');
}
setInterval(() => {}, 1000);
