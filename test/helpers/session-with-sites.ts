import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createHeapEngine } from '../../electron/engine/create-heap-engine.js';
import { snapshotId } from '../../shared/base/brand.js';
import { engineWorker } from './engine-worker.js';
import { NODE_TARGET, newSession } from './session-file.js';

const PROGRAM = join(import.meta.dirname, '../targets/snapshots-with-sites.mjs');

/** A session with two snapshots of a Node program that were taken while every allocation was recorded, as columns alone. */
export async function sessionWithSites(session: string): Promise<void> {
  const worker = await engineWorker();
  const engine = createHeapEngine({ workerUrl: worker.url, memoryLimit: 1e9, threads: 2 });
  try {
    const files = [0, 1].map((at) => join(worker.folder, `sites-${at}.heapsnapshot`));
    execFileSync(process.execPath, [PROGRAM, ...files], { timeout: 60_000 });
    const writer = newSession(session);
    const target = writer.addTarget(NODE_TARGET);
    for (const [at, file] of files.entries()) {
      const id = snapshotId(`sites/${at}`);
      const { nodes, edges, totalSize } = await engine.loadFile(id, file);
      const columns = writer.beginSnapshot(target, at * 1000);
      await engine.storeColumns(id, async ({ column, part, data }) => columns.column(column, part, data));
      columns.finish({ nodes, edges, bytes: totalSize, pause: 0 });
      rmSync(file);
    }
    writer.complete(10_000);
  } finally {
    await engine.dispose();
    worker.remove();
  }
}
