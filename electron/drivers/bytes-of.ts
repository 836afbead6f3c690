import { statSync } from 'node:fs';

/** Size of a file; 0 of one that is not there. */
export const bytesOf = (path: string | undefined): number =>
  path === undefined ? 0 : (statSync(path, { throwIfNoEntry: false })?.size ?? 0);
