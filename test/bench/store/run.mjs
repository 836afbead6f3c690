/** Size of a session an hour, and how long one of 24 hours and 50 processes takes to open and to draw. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const folder = mkdtempSync(join(tmpdir(), 'leakscope-bench-'));
try {
  const input = fileURLToPath(new URL('measure-store.ts', import.meta.url));
  const file = join(folder, 'measure.mjs');
  const bundle = await rolldown({ input, platform: 'node', logLevel: 'silent' });
  await bundle.write({ file, format: 'esm' });
  await bundle.close();
  const { status } = spawnSync(process.execPath, [file, folder, ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
