/** `npm start`: set-up, build, then the command with whatever arguments follow. */
import { join } from 'node:path';
import { build } from './build.mjs';
import { passThrough } from './setup/pass-through.mjs';
import { root } from './setup/root.mjs';
import { systemPackages } from './setup/system-packages.mjs';

systemPackages([
  { commands: ['gdb'], package: 'gdb', for: 'the last step of the ladder into a CPython that sleeps' },
]);
const node = build();
await passThrough(node, [join(root, 'dist', 'cli.js'), ...process.argv.slice(2)]);
