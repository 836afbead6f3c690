import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { basename, isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Failure, saying } from '../../shared/base/failure.js';
import { sizeText } from '../../shared/base/quantity.js';

export const MOST_SOURCE = 8 << 20;

/** What a program is written in: a target may call its file anything, and `/etc/shadow` is no source. */
const SOURCE_NAME =
  /\.(py|pyx|pyi|[cm]?jsx?|[cm]?tsx?|vue|svelte|c|cc|cpp|cxx|h|hh|hpp|rs|go|rb|php|java|kt)$/i;

export interface SourceFile {
  readonly text: string;
  /** ISO 8601. */
  readonly modifiedAt: string;
}

/** A path of this machine for what a frame names; undefined for what is none. */
export function sourcePath(file: string, folder: string | undefined): string | undefined {
  if (file.includes('\0') || file.length > 4096 || !SOURCE_NAME.test(file)) return undefined;
  if (file.startsWith('file:')) {
    try {
      return fileURLToPath(file);
    } catch {
      return undefined;
    }
  }
  if (isAbsolute(file)) return file;
  return folder !== undefined && isAbsolute(folder) && !/^[a-z][a-z0-9+.-]*:/i.test(file)
    ? resolve(folder, file)
    : undefined;
}

/** The text of a regular file that is no symbolic link and has at most so many bytes. Throws a Failure. */
export function readSourceFile(path: string, most = MOST_SOURCE): SourceFile {
  const name = basename(path);
  let handle: number | undefined;
  try {
    // A name from a target may be a pipe, or a link to something else: neither is followed or waited for.
    handle = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    const stat = fstatSync(handle);
    if (!stat.isFile()) throw new Failure('no-source', `${name} is no regular file.`);
    if (stat.size > most)
      throw new Failure('too-large', `${name} is larger than ${sizeText(most)}.`, 'Open it in an editor.');
    return { text: readFileSync(handle, 'utf8'), modifiedAt: stat.mtime.toISOString() };
  } catch (error) {
    if (error instanceof Failure) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT')
      throw new Failure(
        'no-source',
        `${name} is not on this machine.`,
        'Open the session where it was recorded once: what is looked at there is kept in it.',
      );
    if (code === 'ELOOP') throw new Failure('no-source', `${name} is a symbolic link and is not followed.`);
    throw new Failure('no-source', `${name} cannot be read: ${saying(error)}.`);
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}
