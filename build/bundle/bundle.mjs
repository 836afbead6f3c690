/** Bundles every program of the product into `dist/`; skipped when no source is newer than the last one. */
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../setup/root.mjs';
import { freshness } from './freshness.mjs';
import { programs } from './programs.mjs';

const dist = join(root, 'dist');
const sources = freshness([
  'shared',
  'electron',
  'renderer',
  'build/bundle',
  'package.json',
  'package-lock.json',
]);
if (!sources.changed && !process.argv.includes('--force')) process.exit(0);

process.stderr.write('leakscope: building …\n');
rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
const { rolldown } = await import('rolldown');
for (const { input, output } of programs) {
  const bundle = await rolldown({ ...input, cwd: root, platform: 'node', logLevel: 'warn' });
  await bundle.write({ ...output, dir: undefined, sourcemap: true, minify: false });
  await bundle.close();
}
const { build } = await import('vite');
await build({ configFile: join(root, 'build', 'bundle', 'vite.config.mjs'), logLevel: 'warn' });
// CPython reads the agent as source: it travels as it is.
cpSync(join(root, 'electron', 'drivers', 'python', 'agent'), join(dist, 'agent'), {
  recursive: true,
  filter: (path) => !path.includes('__pycache__') && !path.endsWith('.md'),
});
sources.remember();
