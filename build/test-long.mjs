/** `npm run test:long [-- FILTER]`: what takes minutes to hours. Ends with the same line as `npm test`. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { build } from './build.mjs';
import { root } from './setup/root.mjs';
import { testRuntimes } from './setup/test-runtimes.mjs';

testRuntimes();
const node = build();
const { status } = spawnSync(
  node,
  [join(root, 'build', 'checks', 'all.mjs'), 'long', ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: 'inherit',
  },
);
process.exit(status ?? 1);
