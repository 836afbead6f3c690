#!/usr/bin/env node
/** The command. Hands over to Node 24 and to what the build made; its arguments, streams and exit status pass through. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { NO_NODE_24, node24 } from './setup/node24.mjs';
import { passThrough } from './setup/pass-through.mjs';
import { root } from './setup/root.mjs';

const entry = join(root, 'dist', 'cli.js');
const node = node24();
if (!node) {
  process.stderr.write(`${NO_NODE_24}\n`);
  process.exit(1);
}
if (!existsSync(entry)) {
  process.stderr.write('leakscope: not built yet: run npm start once, or npm run build.\n');
  process.exit(1);
}
await passThrough(node, [entry, ...process.argv.slice(2)]);
