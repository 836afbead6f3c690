import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const kit = fileURLToPath(new URL('kit', import.meta.url));
const place = fileURLToPath(new URL('../../../.cache/bench-views', import.meta.url));
/** The text of everything that was set up, as far as it ended well. */
const stamp = join(place, 'set-up.txt');

/**
 * The peers at the versions of `kit/package-lock.json`, their pages and the profiles that they read, in a folder that is
 * kept. Answers the folder; or why it cannot be had, such as without a network.
 */
export function setUpKit() {
  const text = readdirSync(kit, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === text) return { folder: place };
  mkdirSync(place, { recursive: true });
  cpSync(kit, place, { recursive: true });
  console.log('fetching the peers, building their pages and making their profiles …');
  const why =
    ended('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']) ??
    ended(process.execPath, ['build.mjs']) ??
    ended(process.execPath, ['gen.mjs', '1000000']);
  if (why) return { why };
  writeFileSync(stamp, text);
  return { folder: place };
}

function ended(command, args) {
  const { status, stderr, error } = spawnSync(command, args, {
    ...{ cwd: place, encoding: 'utf8', timeout: 5 * 60_000 },
  });
  if (status === 0) return undefined;
  return `${command} ${args[0]}: ${(error?.message || stderr || 'did not end in time').trim().split('\n')[0]}`;
}
