import { join } from 'node:path';
import { createHeapEngine } from '../../electron/engine/create-heap-engine.js';
import type { HeapEngine } from '../../electron/engine/heap-engine.js';
import { type DrawnOptions, drawnSession } from './drawn-session.js';
import { engineWorker } from './engine-worker.js';

/** Draws one session into a file. */
export type DrawSession = (path: string, engine: HeapEngine) => Promise<void>;

/** Writes drawn sessions of a shop into a folder, or as a function draws them; answers their paths in the order given. */
export async function drawnFiles(
  folder: string,
  sessions: Readonly<Record<string, DrawnOptions | DrawSession>>,
): Promise<readonly string[]> {
  const worker = await engineWorker();
  const engine = createHeapEngine({ workerUrl: worker.url, memoryLimit: 1e9, threads: 1 });
  try {
    const paths: string[] = [];
    for (const [name, options] of Object.entries(sessions)) {
      const path = join(folder, `${name}.leakscope`);
      await (typeof options === 'function' ? options(path, engine) : drawnSession(path, engine, options));
      paths.push(path);
    }
    return paths;
  } finally {
    await engine.dispose();
    worker.remove();
  }
}
