/** `ours.mjs PID ATTACHES CAPTURES AGENT`: attaches and captures, and says what that took as JSON. */

import { pythonDriver } from '../../../electron/drivers/python/python-driver.js';
import { PythonHeapTag } from '../../../shared/model/python-heap-stream.js';
import { processInfo } from '../../helpers/node-targets.js';

const [pid, attaches, captures, agentFolder = ''] = process.argv.slice(2);
const driver = pythonDriver({ agentFolder });
const target = {
  ...processInfo(Number(pid), 'cpython'),
  runtime: { kind: 'cpython' as const, flavour: 'cpython' as const },
};
const signal = (): AbortSignal => AbortSignal.timeout(120_000);

const walls: number[] = [];
for (let round = 0; round < Number(attaches); round++) {
  const begun = performance.now();
  const attachment = await driver.attach(target, signal());
  walls.push(performance.now() - begun);
  await attachment.detach();
}
const taken: {
  nodes: number;
  walk: number;
  pause: number;
  duration: number;
  bytes: number;
  method: string;
}[] = [];
if (Number(captures) > 0) {
  const attachment = await driver.attach(target, signal());
  for (let round = 0; round < Number(captures); round++) {
    const chunks: Uint8Array[] = [];
    const cost = await attachment.captureHeap?.(
      { write: async (chunk) => void chunks.push(Uint8Array.from(chunk)) },
      signal(),
    );
    const stream = Buffer.concat(chunks);
    taken.push({
      ...told(stream),
      pause: cost?.pause ?? 0,
      duration: cost?.duration ?? 0,
      bytes: stream.length,
    });
  }
  await attachment.detach();
}
console.log(JSON.stringify({ walls, taken }));
process.exit(0);

/** The last two records: META and END. */
function told(stream: Buffer): { nodes: number; walk: number; method: string } {
  const end = stream.length - 24;
  if (stream.readUInt32LE(end) !== PythonHeapTag.end) throw new Error('the stream has no end');
  const meta = stream.lastIndexOf('META', end, 'latin1');
  const { walk, method } = JSON.parse(stream.toString('utf8', meta + 8, end));
  return { nodes: Number(stream.readBigUInt64LE(end + 8)), walk, method };
}
