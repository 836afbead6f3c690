import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

export interface BuiltWorker {
  readonly url: URL;
  /** The same worker, but its thread dies of a question for strings with a page of 13 rows. */
  readonly fragileUrl: URL;
  readonly folder: string;
  remove(): void;
}

/** The engine's worker as the build makes it, in a folder of its own. */
export async function engineWorker(): Promise<BuiltWorker> {
  const folder = mkdtempSync(join(tmpdir(), 'leakscope-worker-'));
  const input = join(import.meta.dirname, '../../electron/engine/worker/engine-worker.ts');
  const file = join(folder, 'engine-worker.mjs');
  try {
    const bundle = await rolldown({ input, platform: 'node', logLevel: 'silent' });
    await bundle.write({ file, format: 'esm', codeSplitting: false });
    await bundle.close();
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  const fragile = join(folder, 'fragile-worker.mjs');
  writeFileSync(
    fragile,
    `import { parentPort } from 'node:worker_threads';
     parentPort.on('message', (m) => { if (m.args?.[0] === 'strings' && m.args[1][1].count === 13) process.exit(3); });
     await import('./engine-worker.mjs');`,
  );
  return {
    url: pathToFileURL(file),
    fragileUrl: pathToFileURL(fragile),
    folder,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
