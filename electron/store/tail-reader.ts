import type { DatabaseSync } from 'node:sqlite';
import { type StoredPart, tailParts } from './tail-row.js';

/**
 * What stands in the tail and in no block yet. `blocked` answers how many samples of a target are in blocks;
 * a row that cannot be read is told to `onDamage` and left out.
 */
export function* tailOf(db: DatabaseSync, onDamage: (why: string) => void): Generator<StoredPart> {
  for (const { id, data } of db.prepare('SELECT id, data FROM tail ORDER BY id').iterate()) {
    try {
      if (data instanceof Uint8Array) yield* tailParts(data);
    } catch (error) {
      onDamage(`flush ${String(id)}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
