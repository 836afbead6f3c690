// Bundles pages/* into dist/ (one ES module per page).

import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
await build({
  absWorkingDir: here,
  bundle: true,
  format: 'esm',
  minify: true,
  outdir: 'dist',
  jsx: 'automatic',
  logLevel: 'warning',
  define: { 'process.env.NODE_ENV': '"production"' },
  entryPoints: readdirSync(join(here, 'pages'))
    .filter((f) => /\.jsx?$/.test(f))
    .map((f) => `pages/${f}`),
});
