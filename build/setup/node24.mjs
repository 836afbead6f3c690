import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';

/**
 * The Node that everything but these starter scripts runs on: this one if it is 24 or
 * later, else the one that the lockfile brings. Undefined before the install.
 */
export function node24() {
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  const folder = join(
    root,
    'node_modules',
    `node-${{ win32: 'win' }[process.platform] ?? process.platform}-${process.arch}`,
  );
  return [join(folder, 'bin', 'node'), join(folder, 'bin', 'node.exe'), join(folder, 'node.exe')].find(
    (file) => existsSync(file),
  );
}

/** What to tell a user whose machine has neither. */
export const NO_NODE_24 = `Leakscope needs Node 24. This is ${process.version}, and the lockfile brings none for ${process.platform}-${process.arch}: install Node 24 and run the command again.`;
