import { DatabaseSync } from 'node:sqlite';
import { SESSION_VERSION } from '../../shared/format/session-header.js';
import { sessionHeaderOf, sizeOf } from './session-file.js';

export interface SessionGlance {
  /** Milliseconds; absent where the recorder did not get to say so. */
  readonly duration?: number;
  readonly processes: number;
  readonly snapshots: number;
}

/** What a list of sessions says of one, without recovering or upgrading it; undefined where that would be needed. */
export function sessionGlance(path: string): SessionGlance | undefined {
  try {
    if (sessionHeaderOf(path).version !== SESSION_VERSION || sizeOf(`${path}-wal`) > 0) return undefined;
    const db = new DatabaseSync(path, { readOnly: true, timeout: 0 });
    try {
      db.exec('PRAGMA trusted_schema = OFF');
      const row = db
        .prepare(
          `SELECT (SELECT duration FROM session) AS duration,
             (SELECT count(*) FROM target WHERE within IS NULL) AS processes,
             (SELECT count(*) FROM snapshot WHERE finished) AS snapshots`,
        )
        .get();
      if (!row) return undefined;
      const { duration, processes, snapshots } = row;
      return {
        ...(typeof duration === 'number' ? { duration } : {}),
        processes: Number(processes),
        snapshots: Number(snapshots),
      };
    } finally {
      db.close();
    }
  } catch {
    return undefined;
  }
}
