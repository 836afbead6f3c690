import { existsSync, watch } from 'node:fs';
import { dirname } from 'node:path';

/** Resolves when the file is there. Ends with the test's own limit. */
export function fileAppears(file: string): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!existsSync(file)) return;
      watcher.close();
      resolve();
    };
    const watcher = watch(dirname(file), look);
    look();
  });
}
