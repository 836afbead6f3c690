import { afterEach, expect, test } from 'vitest';
import { v8Driver } from '../../electron/drivers/v8/v8-driver.js';
import { nodePlaces, scriptNames } from '../../shared/analysis/node-places.js';
import { endAllTargets, startNodeTarget } from '../helpers/node-targets.js';
import { readHeap } from '../helpers/read-heap.js';
import { nodeBinaries } from '../helpers/runtimes.js';

const driver = v8Driver();
const limit = (): AbortSignal => AbortSignal.timeout(30_000);

afterEach(endAllTargets);

test.each(nodeBinaries())(
  'a snapshot of Node $version tells where its classes are written',
  async ({ path }) => {
    const target = await startNodeTarget('holder.mjs', { binary: path });
    const attachment = await driver.attach(target.process, limit());
    const chunks: Uint8Array[] = [];
    await attachment.captureHeap?.({ write: async (chunk) => void chunks.push(chunk.slice()) }, limit());
    await attachment.detach();

    const graph = readHeap(Buffer.concat(chunks));
    const numbers = new Set(graph.locations?.script);
    expect(scriptNames(graph).size).toBe(numbers.size);
    const at = nodePlaces(graph);
    const things = Array.from({ length: graph.nodeCount }, (_, node) => node).filter(
      (node) => graph.strings.at(graph.name[node]) === 'HeldThing' && at(node) !== undefined,
    );
    expect(things.length).toBeGreaterThanOrEqual(1000);
    for (const node of things)
      expect(at(node)).toMatchObject({ file: expect.stringMatching(/^file:.*holder\.mjs$/), line: 9 });
  },
);
