import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { SESSION_VERSION, type SessionHeader } from '../../shared/format/session-header.js';
import { migrate } from './migrate.js';
import { registerReader } from './open-readers.js';
import { sessionHeaderOf, sizeOf } from './session-file.js';
import { damaged, storeFailure } from './store-failure.js';

/**
 * A reader's connection to a session: made when it is needed, and let go between calls while the file is in
 * write-ahead mode, since its recorder can only make it one plain file when nobody else has it open.
 */
export class SessionConnection {
  #db: DatabaseSync | undefined;
  #copyFolder: string | undefined;
  #idle: NodeJS.Timeout | undefined;
  #checked = false;
  #closed = false;
  readonly #unregister: () => void;

  constructor(readonly path: string) {
    this.#unregister = registerReader(path, { park: () => this.#park() });
  }

  /** The copy that is read, where the file could not be recovered in its own folder. */
  get recoveredAt(): string | undefined {
    return this.#copyFolder && join(this.#copyFolder, basename(this.path));
  }

  /** Runs `body` on the open database. Throws a Failure. */
  use<T>(body: (db: DatabaseSync) => T): T {
    try {
      return body(this.#open());
    } catch (error) {
      throw storeFailure(error, this.path);
    }
  }

  /** The same with leave to write; the file is written for as long as `body` runs. */
  write<T>(body: (db: DatabaseSync) => T): T {
    try {
      sessionHeaderOf(this.path);
      this.#park();
      const db = new DatabaseSync(this.path, { timeout: PATIENCE });
      try {
        checkSchema(db, this.path);
        return body(db);
      } finally {
        db.close();
      }
    } catch (error) {
      throw storeFailure(error, this.path);
    }
  }

  close(): void {
    this.#closed = true;
    this.#park();
    this.#unregister();
    if (this.#copyFolder) rmSync(this.#copyFolder, { recursive: true, force: true });
    this.#copyFolder = undefined;
  }

  #open(): DatabaseSync {
    if (this.#closed) throw new Error('it is closed');
    if (!this.#db) {
      const header = sessionHeaderOf(this.recoveredAt ?? this.path);
      this.#db = this.#connect(header);
      if (header.wal) this.#idle = setTimeout(() => this.#park(), IDLE).unref();
      if (!this.#checked) checkSchema(this.#db, this.path);
      this.#checked = true;
    } else this.#idle?.refresh();
    return this.#db;
  }

  #connect(header: SessionHeader): DatabaseSync {
    const copy = this.recoveredAt;
    if (copy) return opened(copy);
    try {
      return header.version < SESSION_VERSION ? upgraded(this.path, header.version) : opened(this.path);
    } catch (error) {
      if (!needsWriting(error)) throw error;
    }
    // Killed in the middle of a change to a plain file: its journal takes the change back.
    const journal = sizeOf(`${this.path}-journal`) > 0;
    if (journal) {
      try {
        return rolledBack(this.path);
      } catch (error) {
        if (!needsWriting(error)) throw error;
      }
    }
    // No log, or an empty one: the file alone is the whole session.
    if (!journal && sizeOf(`${this.path}-wal`) === 0 && header.version === SESSION_VERSION)
      return opened(new URL(`${pathToFileURL(this.path)}?immutable=1`));
    return this.#recoveredCopy(header);
  }

  #recoveredCopy({ version }: SessionHeader): DatabaseSync {
    const folder = mkdtempSync(join(tmpdir(), 'leakscope-'));
    try {
      const copy = join(folder, basename(this.path));
      copyFileSync(this.path, copy);
      for (const side of ['-wal', '-journal'])
        if (existsSync(this.path + side)) copyFileSync(this.path + side, copy + side);
      const db = version < SESSION_VERSION ? upgraded(copy, version) : rolledBack(copy);
      this.#copyFolder = folder;
      return db;
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  #park(): void {
    clearTimeout(this.#idle);
    this.#db?.close();
    this.#db = undefined;
  }
}

/** Another program commits or checkpoints for some ms; it is waited for. */
const PATIENCE = 3000;
/** How long an unused connection to a live session stays, ms. */
const IDLE = 500;

/** Read-only, cannot open: what SQLite says when it needs to write the file or beside it and may not. */
function needsWriting(error: unknown): boolean {
  const { errcode = 0 } = error as { errcode?: number };
  return [8, 14].includes(errcode & 0xff);
}

function opened(path: string | URL): DatabaseSync {
  const db = new DatabaseSync(path, { readOnly: true, timeout: PATIENCE });
  try {
    // Code in a crafted schema does not run; a cell that lies about its size is found.
    db.exec('PRAGMA trusted_schema = OFF');
    db.exec('PRAGMA cell_size_check = ON');
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** The first read of a connection that may write does it. */
function rolledBack(path: string): DatabaseSync {
  const db = new DatabaseSync(path, { timeout: PATIENCE });
  try {
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
  } finally {
    db.close();
  }
  return opened(path);
}

function upgraded(path: string, version: number): DatabaseSync {
  const db = new DatabaseSync(path, { timeout: PATIENCE });
  try {
    migrate(db, version);
  } finally {
    db.close();
  }
  return opened(path);
}

/** A view or trigger under one of our names could make any query run for ever. */
function checkSchema(db: DatabaseSync, path: string): void {
  const rows = db.prepare('SELECT type, name, sql FROM sqlite_schema').all();
  const tables = new Set(rows.filter(({ type }) => type === 'table').map(({ name }) => String(name)));
  for (const name of OUR_TABLES) if (!tables.has(name)) throw damaged(path, `it has no table ${name}`);
  for (const { type, name, sql } of rows) {
    if (type === 'trigger') throw damaged(path, 'it has triggers, which no session has');
    if (type === 'table' && /^\s*CREATE\s+VIRTUAL/i.test(String(sql)))
      throw damaged(path, `its table ${String(name).slice(0, 40)} is virtual`);
  }
}

const OUR_TABLES = [
  ...['session', 'target', 'series', 'block', 'tail', 'gc_block', 'mark'],
  ...['snapshot', 'snapshot_column', 'artifact', 'note'],
];
