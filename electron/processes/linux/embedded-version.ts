import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { constantsOf } from './elf-constants.js';

/**
 * Searches a program file's constants for the first match of `pattern` and returns its first group.
 * The program is never run: it may belong to somebody else. The same file (device, inode, time, size)
 * is searched once. 20 ms for Node's 55 MB of constants, on libuv's threads but for the matching.
 */
export async function embeddedVersion(path: string, pattern: RegExp): Promise<string | undefined> {
  // Without O_NONBLOCK, opening a pipe that somebody left at this path would never return.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stat = await file.stat();
    if (!stat.isFile()) return undefined;
    const key = `${stat.dev}:${stat.ino}:${stat.mtimeMs}:${stat.size}:${pattern.source}`;
    if (!found.has(key)) found.set(key, await search(file, pattern));
    return found.get(key);
  } finally {
    await file.close();
  }
}

const found = new Map<string, string | undefined>();

const CHUNK = 1 << 20;
/** Longer than any match, so that none is lost between two chunks. */
const OVERLAP = 256;

async function search(file: Awaited<ReturnType<typeof open>>, pattern: RegExp): Promise<string | undefined> {
  const extent = await constantsOf(file);
  if (!extent) return undefined;
  const buffer = Buffer.allocUnsafe(CHUNK);
  const end = extent.offset + extent.length;
  for (let at = extent.offset; at < end; at += CHUNK - OVERLAP) {
    const { bytesRead } = await file.read(buffer, 0, Math.min(CHUNK, end - at), at);
    if (bytesRead === 0) return undefined;
    const match = pattern.exec(buffer.toString('latin1', 0, bytesRead));
    if (match) return match[1];
  }
  return undefined;
}
