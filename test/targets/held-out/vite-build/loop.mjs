// Healthy: vite builds a project of 300 modules, again and again.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';

const root = mkdtempSync(join(tmpdir(), 'leakscope-vite-'));
mkdirSync(join(root, 'src'));
writeFileSync(join(root, 'index.html'), '<script type="module" src="/src/main.js"></script>');
const numbers = Array.from({ length: 300 }, (_, i) => i);
for (const i of numbers)
  writeFileSync(join(root, 'src', `m${i}.js`), `export const v${i} = (x) => x + ${i};`);
writeFileSync(
  join(root, 'src', 'main.js'),
  numbers.map((i) => `import { v${i} } from './m${i}.js'; console.log(v${i}(1));`).join('\n'),
);
for (;;) await build({ root, logLevel: 'silent', build: { write: false } });
