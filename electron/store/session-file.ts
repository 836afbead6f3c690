import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { Failure } from '../../shared/base/failure.js';
import {
  readSessionHeader,
  SESSION_HEADER_LENGTH,
  SESSION_VERSION,
  type SessionHeader,
} from '../../shared/format/session-header.js';
import { damaged, storeFailure } from './store-failure.js';

/** Whether a file that begins so is a session, of whatever version. */
export function isSession(head: Uint8Array): boolean {
  return readSessionHeader(head) !== undefined;
}

/**
 * What a session's first bytes promise, checked against the file's size. Throws a Failure: `no-such-file`,
 * `not-ours`, `newer-format`, `damaged`.
 */
export function sessionHeaderOf(path: string): SessionHeader {
  const head = headOf(path);
  const header = readSessionHeader(head);
  if (!header) {
    if (head.length < SESSION_HEADER_LENGTH && isStartOf(head))
      throw damaged(path, `it has ${head.length} bytes, not even a whole header`);
    throw new Failure(
      'not-ours',
      `${basename(path)} is not a Leakscope session.`,
      'Name a .leakscope file, or a file of a format that can be imported.',
    );
  }
  if (header.version > SESSION_VERSION)
    throw new Failure(
      'newer-format',
      `${basename(path)} was made by a newer Leakscope (format ${header.version}; this one reads up to ${SESSION_VERSION}).`,
      'Update Leakscope, then open it again.',
    );
  if (header.version < 1) throw damaged(path, `its format is ${header.version}`);
  const { pages, pageSize } = header;
  const size = sizeOf(path);
  // With a log or a journal beside it the file may rightly be shorter than its last page.
  const whole = sizeOf(`${path}-wal`) === 0 && sizeOf(`${path}-journal`) === 0;
  if (whole && size < pages * pageSize)
    throw damaged(path, `it is cut off after ${size} of ${pages * pageSize} bytes`);
  return header;
}

/** 0 where there is no such file. */
export function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function headOf(path: string): Uint8Array {
  try {
    const file = openSync(path, 'r');
    try {
      const head = new Uint8Array(SESSION_HEADER_LENGTH);
      return head.subarray(0, readSync(file, head, 0, head.length, 0));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw storeFailure(error, path);
  }
}

/** An empty file, or the beginning of some SQLite file. */
function isStartOf(head: Uint8Array): boolean {
  const magic = new TextEncoder().encode('SQLite format 3\0');
  return head.every((byte, i) => i >= magic.length || byte === magic[i]) && head.length > 0;
}
