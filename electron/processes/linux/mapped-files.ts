import { readFile } from 'node:fs/promises';
import { within } from '../within.js';

/**
 * The files that a process has mapped, each once, in the order of their addresses. Empty where we may
 * not look. The kernel takes the target's memory lock for it: never on the main thread.
 */
export async function mappedFiles(pid: number): Promise<readonly string[]> {
  const bytes = await within(1000, readFile(`/proc/${pid}/maps`)).catch(() => undefined);
  if (!bytes) return [];
  const files = new Set<string>();
  for (const line of bytes.toString('utf8').split('\n')) {
    const path = line.indexOf(' /') + 1;
    // `/dev/zero (deleted)` and `/memfd:x` are here too; nobody takes them for a library.
    if (path > 0) files.add(line.slice(path));
  }
  return [...files];
}
