import { createWriteStream, existsSync, mkdirSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { dataFolder } from '../data-folder.js';

/** Characters of a dropped file's name that are kept. */
const LONGEST_NAME = 120;

/** Keeps a file that a browser's page was handed, since it does not learn the path of it. Returns where. */
export async function takeFile(request: IncomingMessage, given: string): Promise<string> {
  const folder = join(dataFolder(), 'dropped');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const name =
    basename(given)
      .replaceAll(/[^\p{L}\p{N}._ -]+/gu, '-')
      .replace(/^\.+/, '')
      .slice(-LONGEST_NAME) || 'file';
  let path = join(folder, name);
  for (let number = 2; existsSync(path); number++) path = join(folder, `${number}-${name}`);
  const partial = `${path}.partial`;
  try {
    await pipeline(request, createWriteStream(partial, { flags: 'wx', mode: 0o600 }));
    await rename(partial, path);
  } finally {
    await rm(partial, { force: true });
  }
  return path;
}
