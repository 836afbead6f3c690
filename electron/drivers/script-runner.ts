import { existsSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/**
 * Who runs a small program of ours that goes on after our end. The desktop app's binary is fused to run no scripts, it would
 * open a second window: a Node of PATH does, if there is one.
 */
export function scriptRunner(
  electron = process.versions['electron'],
  path = process.env['PATH'] ?? '',
): string | undefined {
  if (electron === undefined) return process.execPath;
  return path
    .split(delimiter)
    .filter(isAbsolute)
    .map((folder) => join(folder, 'node'))
    .find((file) => existsSync(file));
}
