import { existsSync, renameSync } from 'node:fs';
import { basename } from 'node:path';
import { Failure } from '../../shared/base/failure.js';
import { sizeOf } from './session-file.js';
import { storeFailure } from './store-failure.js';

/** Gives a session's file another name; `close` lets go of it first. Throws a Failure: `exists`, `busy`, … */
export function renameSession(from: string, to: string, close: () => void): void {
  if (from === to) {
    close();
    return;
  }
  if (existsSync(to)) throw new Failure('exists', `${basename(to)} is there already.`, 'Take another name.');
  if (sizeOf(`${from}-wal`) > 0)
    throw new Failure(
      'busy',
      `${basename(from)} was not closed by its recorder.`,
      'Save a copy, which is one plain file, and rename that.',
    );
  close();
  try {
    renameSync(from, to);
  } catch (error) {
    throw storeFailure(error, to);
  }
}
