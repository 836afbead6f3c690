import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { node24 } from './node24.mjs';
import { root } from './root.mjs';

const stamp = join(root, 'node_modules', '.leakscope-lock');

/** Installs what the lockfile names, if that has not been done for this lockfile. Ends the process when it fails. */
export function install() {
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted && node24()) return;
  process.stderr.write('leakscope: installing what package-lock.json names …\n');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { status, stdout, stderr, error } = spawnSync(
    npm,
    ['ci', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: root,
      encoding: 'utf8',
      shell: process.platform === 'win32',
    },
  );
  if (status !== 0) {
    process.stderr.write(`${stdout ?? ''}${stderr ?? ''}`);
    process.stderr.write(
      `leakscope: npm ci failed${error ? ` (${error.message})` : ''}. Check the network and the registry, then run the command again.\n`,
    );
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
}
