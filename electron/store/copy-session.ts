import { existsSync, rmSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { Failure } from '../../shared/base/failure.js';
import { SessionConnection } from './session-connection.js';
import { storeFailure } from './store-failure.js';

/**
 * Copies a session, which may be live or cut off, into one plain file without what was deleted. Throws a Failure:
 * `exists` for a file that is there already, `disk-full`, …; leaves no half copy.
 */
export function copySession(from: string, to: string): void {
  const target = resolve(to);
  if (existsSync(target))
    throw new Failure(
      'exists',
      `${basename(target)} is there already.`,
      'Name another file, or remove it first.',
    );
  const connection = new SessionConnection(resolve(from));
  try {
    connection.use((db) => db.prepare('VACUUM INTO ?').run(target));
  } catch (error) {
    rmSync(target, { force: true });
    throw storeFailure(error, target);
  } finally {
    connection.close();
  }
}
