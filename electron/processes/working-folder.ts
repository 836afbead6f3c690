import { readlinkSync } from 'node:fs';

/** Where a process works, against which a relative name in its command line is to be read. Undefined where it may not be asked. */
export function workingFolder(pid: number): string | undefined {
  try {
    const path = readlinkSync(`/proc/${pid}/cwd`);
    return path.startsWith('/') && !path.endsWith(' (deleted)') ? path : undefined;
  } catch {
    return undefined;
  }
}
