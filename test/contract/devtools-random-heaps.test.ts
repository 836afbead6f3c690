import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildHeapIndex } from '../../shared/analysis/heap-index.js';
import { writeHeapSnapshot } from '../../shared/format/heapsnapshot-writer.js';
import { NO_DISTANCE } from '../../shared/model/heap-index.js';
import { DEVTOOLS_NO_DISTANCE, devToolsReader } from '../helpers/devtools-heap.js';
import { randomHeap } from '../helpers/random-heap.js';

// What real programs seldom have: user roots that are weak, circles that nothing reaches, arrays of several owners.
it('random heaps: every node as in DevTools', async () => {
  const read = await devToolsReader();
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(randomHeap(20), async (graph) => {
      const chunks: Uint8Array[] = [];
      writeHeapSnapshot(graph, (chunk) => chunks.push(chunk.slice()));
      const theirs = await read(Buffer.concat(chunks).toString('utf8')).catch((error: Error) => {
        // DevTools stops where two edges of the root lead to one node.
        expect(error.message).toContain('BFS failed');
      });
      if (!theirs) return;
      compared++;
      const ours = buildHeapIndex(graph);
      const rows = Array.from({ length: graph.nodeCount }, (_, node) => node);
      const size = (node: number): number =>
        theirs.nodes.getValue(node * theirs.nodeFieldCount + theirs.nodeSelfSizeOffset);
      const distance = (node: number): number =>
        theirs.nodeDistances[node] === DEVTOOLS_NO_DISTANCE ? NO_DISTANCE : theirs.nodeDistances[node];
      expect(Array.from(ours.shallowSize)).toEqual(rows.map(size));
      expect(Array.from(ours.distance)).toEqual(rows.map(distance));
      expect(Array.from(ours.dominator)).toEqual(Array.from(theirs.dominatorsTree));
      expect(Array.from(ours.retainedSize)).toEqual(Array.from(theirs.retainedSizes));
    }),
    { numRuns: 400 },
  );
  expect(compared).toBeGreaterThan(200);
}, 120_000);
