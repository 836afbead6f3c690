/** node devtools.mjs BUNDLE A B: Chrome DevTools' own loader and analysis, with its second thread, as in the browser. */
import { createReadStream } from 'node:fs';
import { isMainThread, MessageChannel, Worker, workerData } from 'node:worker_threads';
import { check, phase } from '../phase.mjs';

if (isMainThread) await main();
else {
  const { HeapSnapshot } = await import(workerData.bundle);
  new HeapSnapshot.SecondaryInitManager(workerData.port);
}

async function main() {
  const [, , bundle, A, B] = process.argv;
  const { HeapSnapshotLoader, HeapSnapshotModel } = await import(bundle);
  console.warn = () => {};
  const load = async (tag, file) => {
    const loader = new HeapSnapshotLoader.HeapSnapshotLoader({ sendEvent() {} });
    await phase(`${tag} parse`, async () => {
      for await (const chunk of createReadStream(file, { encoding: 'utf8', highWaterMark: 10e6 })) {
        loader.write(chunk);
        await new Promise(setImmediate);
      }
      loader.close();
      await loader.parsingComplete;
    });
    return phase(`${tag} compute`, async () => {
      const { port1, port2 } = new MessageChannel();
      const worker = new Worker(new URL(import.meta.url), {
        workerData: { port: port2, bundle },
        transferList: [port2],
        resourceLimits: { maxOldGenerationSizeMb: 16000 },
      });
      const snapshot = await loader.buildSnapshot(port1);
      port1.close();
      await worker.terminate();
      return snapshot;
    });
  };
  const a = await load('A', A);
  await phase('A classes', () => a.aggregatesWithFilter(new HeapSnapshotModel.NodeFilter()));
  const b = await load('B', B);
  const diff = await phase('diff', () =>
    b.calculateSnapshotDiff('A', a.aggregatesForDiff(a.interfaceDefinitions())),
  );
  const rows = Object.values(diff);
  const sum = (key) => rows.reduce((total, row) => total + row[key], 0);
  check({ nodes: a.nodeCount, total: a.totalSize, added: sum('addedCount'), removed: sum('removedCount') });
  process.exit(0);
}
