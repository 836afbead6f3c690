import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

/** A program of the tests in TypeScript, as one file that Node runs: a process of its own needs one. */
export async function bundledProgram(source: string): Promise<string> {
  const input = fileURLToPath(new URL(source, import.meta.url));
  const file = join(mkdtempSync(join(tmpdir(), 'leakscope-test-')), 'program.mjs');
  const bundle = await rolldown({ input, platform: 'node', logLevel: 'silent' });
  await bundle.write({ file, format: 'esm', codeSplitting: false });
  await bundle.close();
  return file;
}
