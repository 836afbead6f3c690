/** Fails on what a reviewer would say each time: a file too long, a name that says nothing, a room without its page. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAX_LINES = 600;
const MAX_PAGE_LINES = 90;
const EMPTY_NAMES = /^(utils?|helpers?|common|types|manager|misc)\.(ts|tsx|py)$/;

export function untidy(root: string): readonly string[] {
  const found: string[] = [];
  for (const top of ['shared', 'electron', 'renderer', 'build', 'test'])
    for (const file of readdirSync(join(root, top), { recursive: true, encoding: 'utf8' })) {
      const path = join(top, file);
      if (!/\.(ts|tsx|mjs|py|css)$/.test(file) || path.startsWith(join('test', 'fixtures'))) continue;
      const lines = readFileSync(join(root, path), 'utf8').split('\n').length;
      if (lines > MAX_LINES) found.push(`${path}: ${lines} lines, cut it below ${MAX_LINES}`);
      if (top !== 'test' && EMPTY_NAMES.test(basename(file))) found.push(`${path}: the name says nothing`);
    }
  for (const room of rooms(root)) {
    const page = join(root, room, 'README.md');
    if (!existsSync(page)) found.push(`${room}: has no README.md`);
    else if (readFileSync(page, 'utf8').split('\n').length > MAX_PAGE_LINES)
      found.push(`${room}/README.md: more than a screen`);
  }
  return found;
}

function rooms(root: string): readonly string[] {
  const inside = ['shared', 'electron', 'renderer'].flatMap((top) =>
    readdirSync(join(root, top))
      .map((name) => join(top, name))
      .filter((path) => statSync(join(root, path)).isDirectory() && readdirSync(join(root, path)).length > 0),
  );
  return [...inside, 'build', 'test'];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = untidy(join(dirname(fileURLToPath(import.meta.url)), '..', '..'));
  for (const problem of found) console.log(problem);
  process.exitCode = found.length > 0 ? 1 : 0;
}
