/** Makes `dist/`: set-up, then the bundles, on Node 24. Does nothing when nothing changed. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { install } from './setup/install.mjs';
import { NO_NODE_24, node24 } from './setup/node24.mjs';
import { root } from './setup/root.mjs';

export function build() {
  install();
  const node = node24();
  if (!node) {
    process.stderr.write(`${NO_NODE_24}\n`);
    process.exit(1);
  }
  const { status } = spawnSync(node, [join(root, 'build', 'bundle', 'bundle.mjs')], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) process.exit(status ?? 1);
  return node;
}

if (process.argv[1] && import.meta.url.endsWith(process.argv[1].split(/[\\/]/).at(-1))) build();
