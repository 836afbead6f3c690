import { afterEach, describe, expect, it } from 'vitest';
import type { Attachment } from '../../electron/drivers/driver.js';
import { pythonDriver } from '../../electron/drivers/python/python-driver.js';
import type { HeapGraph } from '../../shared/model/heap-graph.js';
import { onePythonPerMinor } from '../helpers/python-interpreters.js';
import { agentFolder, endAllPythonTargets, startPythonTarget } from '../helpers/python-targets.js';
import { readHeap } from '../helpers/read-heap.js';

const driver = pythonDriver({ agentFolder });
const signal = (): AbortSignal => AbortSignal.timeout(30_000);
afterEach(endAllPythonTargets);

async function captured(
  attachment: Attachment,
): Promise<{ graph: HeapGraph; pause: number; duration: number; bytes: number }> {
  const chunks: Uint8Array[] = [];
  const cost = await attachment.captureHeap?.(
    { write: async (chunk) => void chunks.push(Uint8Array.from(chunk)) },
    signal(),
  );
  const all = Buffer.concat(chunks);
  return {
    graph: readHeap(all),
    pause: cost?.pause ?? -1,
    duration: cost?.duration ?? -1,
    bytes: all.length,
  };
}

describe.each(onePythonPerMinor().map((python) => [python.label, python] as const))(
  'CPython %s',
  (_, python) => {
    it('is entered, sampled, captured and left', async () => {
      const target = await startPythonTarget(python, 'holder.py');
      const t0 = performance.now();
      const attachment = await driver.attach(target.process, signal());
      const t1 = performance.now();
      const reading = await attachment.sample(signal());
      expect(reading['blocks']).toBeGreaterThan(1000);
      const { graph, pause, duration, bytes } = await captured(attachment);
      if (process.env['PRINT']) {
        console.log(
          python.label,
          'attach',
          (t1 - t0).toFixed(),
          'pause',
          pause,
          'took',
          duration,
          'nodes',
          graph.nodeCount,
          'edges',
          graph.edgeCount,
          'bytes',
          bytes,
          'dropped',
          graph.droppedEdges,
          reading,
        );
        const { writeFileSync } = await import('node:fs');
        writeFileSync(`/tmp/pyagent/${python.minor}.json`, JSON.stringify({ python: graph.python }));
      }
      expect(graph.partial).toBeUndefined();
      await attachment.detach();
      await target.end();
    });
  },
);
