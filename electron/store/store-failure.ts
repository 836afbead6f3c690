import { basename } from 'node:path';
import { Failure, saying } from '../../shared/base/failure.js';

/** What SQLite or the system said, as something a user can act on. A Failure passes unchanged. */
export function storeFailure(error: unknown, path: string): Failure {
  if (error instanceof Failure) return error;
  const name = basename(path);
  const { errcode, code } = error as { errcode?: number; code?: string };
  const primary = errcode === undefined ? undefined : errcode & 0xff;
  if (primary === Sqlite.full || code === 'ENOSPC' || code === 'EDQUOT')
    return new Failure(
      'disk-full',
      `The disk is full: ${name} cannot grow.`,
      'Make room, then record again; what was written before stays readable.',
    );
  if (primary === Sqlite.corrupt || primary === Sqlite.notADatabase || error instanceof RangeError)
    return damaged(path, saying(error));
  if (primary === Sqlite.readOnly || code === 'EROFS')
    return new Failure('read-only', `${name} may not be changed.`, 'Save a copy where you may write.');
  if (primary === Sqlite.busy || primary === Sqlite.locked)
    return new Failure('busy', `Another program holds ${name}.`, 'Close it there, then try again.');
  if (code === 'EACCES' || code === 'EPERM' || primary === Sqlite.permission)
    return new Failure('not-permitted', `${name} may not be opened.`, 'Ask its owner, or name another file.');
  if (code === 'ENOENT')
    return new Failure(
      'no-such-file',
      `There is no file ${path}.`,
      'Check the name of the file and its folder.',
    );
  if (code === 'EISDIR') return new Failure('is-folder', `${name} is a folder.`, 'Name a file in it.');
  if (primary === Sqlite.cannotOpen)
    return new Failure(
      'cannot-open',
      `${path} cannot be opened.`,
      'Check that its folder is there and writable.',
    );
  if (primary === Sqlite.io)
    return new Failure(
      'cannot-write',
      `The system refused to read or write ${name}: ${saying(error)}.`,
      'Check the disk, its quota and the limit on file sizes (ulimit -f).',
    );
  return new Failure('store', `${name}: ${saying(error)}.`);
}

export function damaged(path: string, why: string): Failure {
  return new Failure(
    'damaged',
    `${basename(path)} is damaged: ${why}.`,
    'Copy it again from where it was recorded; parts that are whole can be read with `sqlite3 FILE .recover`.',
  );
}

/** Primary result codes of SQLite. */
const Sqlite = {
  permission: 3,
  busy: 5,
  locked: 6,
  readOnly: 8,
  io: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  notADatabase: 26,
} as const;
