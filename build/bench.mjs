/** `npm run bench [-- heap|cpython|v8|sampling|store|views]`: figures beside the peers' of the same run. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { root } from './setup/root.mjs';

const node = build();
const folder = join(root, 'test', 'bench');
/** Flags go to each bench; `--full` asks for what takes long. */
const flags = process.argv.slice(2).filter((given) => given.startsWith('--'));
const wanted = process.argv.slice(2).filter((given) => !given.startsWith('--'));
let status = 0;
for (const name of readdirSync(folder).sort()) {
  const script = join(folder, name, 'run.mjs');
  if (!existsSync(script) || (wanted.length > 0 && !wanted.includes(name))) continue;
  console.log(`\n${name}`);
  status ||= spawnSync(node, [script, ...flags], { cwd: root, stdio: 'inherit' }).status ?? 1;
}
process.exit(status);
