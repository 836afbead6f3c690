import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { readChunks } from '../../../electron/engine/worker/read-chunks.js';
import { idLookup } from '../../../shared/analysis/id-lookup.js';
import { ALL_IMPORTERS } from '../../../shared/import/all-importers.js';
import { sniffingReader } from '../../../shared/import/sniffing-reader.js';
// @ts-expect-error plain JavaScript, shared with the peers
import { check, phase } from './phase.mjs';

/** node reading.mjs A B: what memlab calls loading, and no more: columns of both files and a look-up by id, a thread each. */
if (isMainThread) {
  const [, , A, B] = process.argv;
  const [first] = await phase('A and B', () => Promise.all([A, B].map(readElsewhere)));
  check({ nodes: first });
  process.exit(0);
} else {
  const graph = readChunks(workerData, (size) => sniffingReader(ALL_IMPORTERS, { size }));
  const find = idLookup(graph.id);
  if (find(graph.id[graph.nodeCount - 1]) !== graph.nodeCount - 1) throw new Error('the look-up is wrong');
  parentPort?.postMessage(graph.nodeCount);
}

function readElsewhere(file: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: file });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}
