// Writes a snapshot while every allocation is recorded, holds 200 more orders that `receive` makes, and again: as many as files are named.
import { closeSync, openSync, writeSync } from 'node:fs';
import { Session } from 'node:inspector/promises';

class Order {
  lines = [];
}
const orders = [];
globalThis.orders = orders;
function receive(count) {
  for (let i = 0; i < count; i++) orders.push(new Order());
}

const session = new Session();
session.connect();
await session.post('HeapProfiler.startTrackingHeapObjects', { trackAllocations: true });
for (const path of process.argv.slice(2)) {
  const file = openSync(path, 'w');
  const write = ({ params }) => writeSync(file, params.chunk);
  session.on('HeapProfiler.addHeapSnapshotChunk', write);
  await session.post('HeapProfiler.takeHeapSnapshot');
  session.off('HeapProfiler.addHeapSnapshotChunk', write);
  closeSync(file);
  receive(200);
}
session.disconnect();
