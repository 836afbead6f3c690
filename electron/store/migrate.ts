import type { DatabaseSync } from 'node:sqlite';
import { first } from './migrations/0001-first.js';

/** `STEPS[n]` turns format n into n + 1; format 0 is an empty database. A released step is never edited. */
const STEPS: readonly string[] = [first];

/** Brings an open database from format `version` to the newest, all or nothing. */
export function migrate(db: DatabaseSync, version: number): void {
  db.exec('BEGIN IMMEDIATE');
  try {
    for (const step of STEPS.slice(version)) db.exec(step);
    db.exec(`PRAGMA user_version = ${STEPS.length}`);
    db.exec('COMMIT');
  } catch (error) {
    db.exec('ROLLBACK');
    throw error;
  }
}
