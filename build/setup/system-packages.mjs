import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Whether a command of that name is on PATH. */
export function onPath(command) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, command), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * Things of the system that the checks use. Where the user is root on Debian they are
 * installed; else the exact command is printed and the work goes on without them.
 * `wanted` rows: { commands: any of them will do, package, for }.
 */
export function systemPackages(wanted) {
  const missing = wanted.filter(({ commands }) => !commands.some(onPath));
  if (missing.length === 0) return;
  const names = missing.map((row) => row.package);
  const debian = existsSync('/etc/debian_version') && onPath('apt-get');
  if (!debian || process.getuid?.() !== 0) {
    for (const row of missing)
      process.stderr.write(
        `leakscope: without ${row.package} (${row.for}); to have it: ${debian ? 'sudo apt-get install -y' : 'install the package'} ${row.package}\n`,
      );
    return;
  }
  process.stderr.write(`leakscope: installing ${names.join(', ')} …\n`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args) => spawnSync('apt-get', ['-qq', ...args], { env, encoding: 'utf8' });
  apt('update');
  const { status, stderr } = apt('install', '-y', '--no-install-recommends', ...names);
  if (status !== 0)
    process.stderr.write(
      `leakscope: apt-get install ${names.join(' ')} failed, going on without: ${(stderr ?? '').trim().split('\n').at(-1)}\n`,
    );
}
