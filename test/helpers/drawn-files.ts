import { join } from 'node:path';
import { createHeapEngine } from '../../electron/engine/create-heap-engine.js';
import { type DrawnOptions, drawnSession } from './drawn-session.js';
import { engineWorker } from './engine-worker.js';

/** Writes drawn sessions into a folder; answers their paths in the order given. */
export async function drawnFiles(
  folder: string,
  sessions: Readonly<Record<string, DrawnOptions>>,
): Promise<readonly string[]> {
  const worker = await engineWorker();
  const engine = createHeapEngine({ workerUrl: worker.url, memoryLimit: 1e9, threads: 1 });
  try {
    const paths: string[] = [];
    for (const [name, options] of Object.entries(sessions)) {
      const path = join(folder, `${name}.leakscope`);
      await drawnSession(path, engine, options);
      paths.push(path);
    }
    return paths;
  } finally {
    await engine.dispose();
    worker.remove();
  }
}
