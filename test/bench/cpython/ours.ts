/**
 * `ours.mjs PID ATTACHES CAPTURES AGENT`: attaches; then says `attached`, and at a line takes snapshots. Says what that took
 * as JSON.
 */
import { once } from 'node:events';
import { pythonDriver } from '../../../electron/drivers/python/python-driver.js';
import { PythonHeapReader } from '../../../shared/import/python-heap/python-heap-reader.js';
import { processInfo } from '../../helpers/node-targets.js';

const [pid, attaches, captures, agentFolder = ''] = process.argv.slice(2);
const driver = pythonDriver({ agentFolder });
const target = {
  ...processInfo(Number(pid), 'cpython'),
  runtime: { kind: 'cpython' as const, flavour: 'cpython' as const },
};
const signal = (): AbortSignal => AbortSignal.timeout(240_000);

const walls: number[] = [];
for (let round = 0; round < Number(attaches); round++) {
  const begun = performance.now();
  const attachment = await driver.attach(target, signal());
  walls.push(performance.now() - begun);
  await attachment.detach();
}
const attachment = await driver.attach(target, signal());
console.log('attached');
await once(process.stdin, 'data');
const taken: object[] = [];
for (let round = 0; round < Number(captures); round++) {
  const chunks: Uint8Array[] = [];
  const cost = await attachment.captureHeap?.(
    { write: async (chunk) => void chunks.push(Uint8Array.from(chunk)) },
    signal(),
  );
  const reader = new PythonHeapReader();
  for (const chunk of chunks) reader.push(chunk);
  const { nodeCount, python } = reader.end();
  taken.push({
    // Rows of the graph: what the stream tells twice counts once.
    nodes: nodeCount,
    walk: python?.walk ?? 0,
    method: python?.method ?? '',
    pause: cost?.pause ?? 0,
    duration: cost?.duration ?? 0,
    bytes: chunks.reduce((sum, { length }) => sum + length, 0),
  });
}
await attachment.detach();
console.log(JSON.stringify({ walls, taken }));
process.exit(0);
