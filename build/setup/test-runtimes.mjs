import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './root.mjs';

const wanted = join(root, 'build', 'setup', 'runtimes');
const place = join(root, '.cache', 'runtimes');
/** A copy of the lockfile that was installed whole. */
const stamp = join(place, 'installed.json');

/**
 * Node 16 to 22, Deno and Bun for the contract tests, as `runtimes/package-lock.json` names them. Where they
 * cannot be had it says so, and the tests on them are skipped.
 */
export function testRuntimes() {
  if (process.platform !== 'linux') return;
  const lock = readFileSync(join(wanted, 'package-lock.json'), 'utf8');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  process.stderr.write('leakscope: fetching Node 16 to 22, Deno and Bun for the tests …\n');
  mkdirSync(place, { recursive: true });
  for (const name of ['package.json', 'package-lock.json'])
    copyFileSync(join(wanted, name), join(place, name));
  const { status, stderr } = spawnSync(
    'npm',
    ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    { cwd: place, encoding: 'utf8', timeout: 10 * 60_000 },
  );
  if (status === 0) return copyFileSync(join(wanted, 'package-lock.json'), stamp);
  const why = (stderr || 'npm did not end').split('\n')[0];
  process.stderr.write(`leakscope: they cannot be had, so what needs them is skipped: ${why}\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) testRuntimes();
