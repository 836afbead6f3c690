import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../setup/root.mjs';

const stamp = join(root, 'dist', '.sources');

/** Whether any file under `places` is other than at the last `remember()`: by path, size and time. */
export function freshness(places) {
  const hash = createHash('sha256');
  for (const place of places) {
    const path = join(root, place);
    if (!statSync(path).isDirectory()) add(path);
    else
      for (const entry of readdirSync(path, { recursive: true, encoding: 'utf8' }).sort())
        add(join(path, entry));
  }
  const now = hash.digest('hex');
  return {
    changed: !existsSync(stamp) || readFileSync(stamp, 'utf8') !== now,
    remember: () => writeFileSync(stamp, now),
  };

  function add(file) {
    const { size, mtimeMs } = statSync(file);
    if (!file.includes('__pycache__')) hash.update(`${file}\0${size}\0${mtimeMs}\n`);
  }
}
