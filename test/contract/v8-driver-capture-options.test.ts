import { afterEach, describe, expect, test } from 'vitest';
import type { CaptureOptions } from '../../electron/drivers/driver.js';
import { v8Driver } from '../../electron/drivers/v8/v8-driver.js';
import { EdgeType, type HeapGraph } from '../../shared/model/heap-graph.js';
import { endAllTargets, startNodeTarget } from '../helpers/node-targets.js';
import { readHeap } from '../helpers/read-heap.js';
import { nodeBinaries } from '../helpers/runtimes.js';

const driver = v8Driver();
const limit = (): AbortSignal => AbortSignal.timeout(30_000);

afterEach(endAllTargets);

describe.each(nodeBinaries())('snapshots of Node $version on request', ({ path, version }) => {
  test('hold numeric values, and the engine’s own objects', async () => {
    const target = await startNodeTarget('holder.mjs', { binary: path });
    const attachment = await driver.attach(target.process, limit());
    const graphWith = async (options: CaptureOptions) => {
      const chunks: Uint8Array[] = [];
      const sink = { write: async (chunk: Uint8Array) => void chunks.push(chunk.slice()) };
      await attachment.captureHeap?.(sink, limit(), options);
      return readHeap(Buffer.concat(chunks));
    };
    const plain = await graphWith({});
    if (Number.parseInt(version, 10) < 20) {
      for (const options of [{ numericValues: true }, { internals: true }])
        await expect(graphWith(options)).rejects.toMatchObject({ code: 'too-old' });
    } else {
      const numbers = await graphWith({ numericValues: true });
      // The number of one held thing: in a plain snapshot no node is called so.
      expect(namesOf(numbers)).toContain('777');
      expect(namesOf(plain)).not.toContain('777');
      // The way from the root to the globals is V8's own then, without the shortcut that stands for it.
      expect(shortcutsIn(await graphWith({ internals: true }))).toBeLessThan(shortcutsIn(plain));
    }
    await attachment.detach();
  });
});

const namesOf = (graph: HeapGraph): ReadonlySet<string | undefined> =>
  new Set(Array.from(graph.name, (row) => graph.strings.at(row)));

const shortcutsIn = (graph: HeapGraph): number =>
  graph.edgeType.reduce((count, type) => count + Number(type === EdgeType.shortcut), 0);
