import { closeSync, existsSync, openSync, rmSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Failure } from '../../shared/base/failure.js';
import { SESSION_APPLICATION_ID } from '../../shared/format/session-header.js';
import { artifactWriter } from './artifact-rows.js';
import { migrate } from './migrate.js';
import { parkReaders } from './open-readers.js';
import { sampleWriter } from './sample-writer.js';
import { sizeOf } from './session-file.js';
import type { SessionWriter } from './session-store.js';
import { snapshotWriter } from './snapshot-writer.js';
import { storeFailure } from './store-failure.js';
import { targetWriter } from './target-writer.js';

export interface NewSession {
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Replace a file that is there; else it is refused. */
  readonly overwrite?: boolean;
}

/** Begins a session file. Throws a Failure: `exists`, `disk-full`, `cannot-open`, `not-permitted`, … */
export function createSession(given: string, { startedAt, overwrite }: NewSession): SessionWriter {
  const path = resolve(given);
  claim(path, overwrite ?? false);
  let db: DatabaseSync;
  try {
    db = new DatabaseSync(path, { timeout: PATIENCE });
    prepare(db, startedAt);
  } catch (error) {
    removeFiles(path);
    throw storeFailure(error, path);
  }
  return writerOn(db, path);
}

function writerOn(db: DatabaseSync, path: string): SessionWriter {
  const samples = sampleWriter(db);
  const targets = targetWriter(db);
  const artifacts = artifactWriter(db);
  const addMark = db.prepare('INSERT INTO mark (at, kind, target, text) VALUES (?, ?, ?, ?)');
  /** Of an append that failed: what is in memory and in the file may differ from then on. */
  let broken: Failure | undefined;
  const guarded = <T>(run: () => T): T => {
    try {
      return run();
    } catch (error) {
      throw storeFailure(error, path);
    }
  };
  return {
    path,
    addTarget: (target) => guarded(() => targets.add(target)),
    updateTarget: (id, change) => guarded(() => targets.update(id, change)),
    append(batches) {
      if (broken) throw broken;
      try {
        inTransaction(db, () => samples.append(batches));
      } catch (error) {
        broken = storeFailure(error, path);
        throw broken;
      }
    },
    mark: ({ at, kind, target, text }) => void guarded(() => addMark.run(at, kind, target ?? null, text)),
    beginSnapshot: (target, at) => guarded(() => snapshotWriter(db, target, at, guarded)),
    addArtifact: (artifact) => guarded(() => artifacts(artifact)),
    fileSize: () => sizeOf(path) + sizeOf(`${path}-wal`),
    complete(duration) {
      if (broken) throw broken;
      guarded(() => {
        inTransaction(db, () => {
          samples.finish();
          db.prepare('UPDATE session SET duration = ?, complete = 1').run(duration);
        });
        intoOneFile(db, path);
        db.close();
      });
    },
    abandon() {
      if (db.isOpen) db.close();
    },
  };
}

/** Throws what the body throws, with nothing of it done. */
export function inTransaction<T>(db: DatabaseSync, body: () => T): T {
  db.exec('BEGIN IMMEDIATE');
  try {
    const answer = body();
    db.exec('COMMIT');
    return answer;
  } catch (error) {
    // SQLite has rolled back by itself after a full disk.
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

/** How long to wait for another program that reads or marks the file, ms. */
const PATIENCE = 3000;

/** Makes sure of an empty file of our own: created by us, or emptied because the user said so. */
function claim(path: string, overwrite: boolean): void {
  try {
    if (overwrite) removeFiles(path);
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST' || existsSync(path))
      throw new Failure(
        'exists',
        `${basename(path)} is there already.`,
        'Name another file, or remove it first.',
      );
    throw storeFailure(error, path);
  }
}

function removeFiles(path: string): void {
  for (const file of [path, `${path}-wal`, `${path}-shm`, `${path}-journal`]) rmSync(file, { force: true });
}

function prepare(db: DatabaseSync, startedAt: string): void {
  db.exec('PRAGMA page_size = 8192');
  // Tail rows come and go: at the end their pages are given back.
  db.exec('PRAGMA auto_vacuum = INCREMENTAL');
  db.exec(`PRAGMA application_id = ${SESSION_APPLICATION_ID}`);
  db.exec('PRAGMA journal_mode = WAL');
  // In WAL mode: whole after a power cut, and every commit there after a killed process.
  db.exec('PRAGMA synchronous = NORMAL');
  migrate(db, 0);
  db.prepare('INSERT INTO session (id, started_at) VALUES (1, ?)').run(startedAt);
  // The header must say whose file this is before the log is read: `isSession` looks at nothing else.
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
}

/** Where another program keeps reading, the file stays in write-ahead mode: complete, in two files. */
function intoOneFile(db: DatabaseSync, path: string): void {
  parkReaders(path);
  db.exec('PRAGMA incremental_vacuum');
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  try {
    db.exec('PRAGMA journal_mode = DELETE');
  } catch (error) {
    const { errcode } = error as { errcode?: number };
    if (errcode !== SQLITE_BUSY) throw error;
  }
}

const SQLITE_BUSY = 5;
