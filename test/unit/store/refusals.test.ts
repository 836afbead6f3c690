import { copyFileSync, existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, onTestFinished, test } from 'vitest';
import { copySession } from '../../../electron/store/copy-session.js';
import { createSession } from '../../../electron/store/create-session.js';
import { openSession } from '../../../electron/store/open-session.js';
import { Failure } from '../../../shared/base/failure.js';
import { SESSION_APPLICATION_ID } from '../../../shared/format/session-header.js';
import { climbing, NODE_TARGET, newSession, scratchFolder } from '../../helpers/session-file.js';

function failureOf(act: () => unknown): Failure {
  try {
    act();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

/** A finished session of some hundred kB, with a snapshot of two columns. */
function finished(folder: string): string {
  const writer = newSession(join(folder, 'whole.leakscope'));
  const target = writer.addTarget(NODE_TARGET);
  for (let n = 0; n < 6000; n += 3) writer.append([climbing(target, n, 3)]);
  for (const at of [1, 2]) {
    const snapshot = writer.beginSnapshot(target, at);
    snapshot.column('a', 0, new Uint8Array(50_000).fill(at));
    snapshot.column('b', 0, new Uint8Array(50_000).fill(at));
    snapshot.finish({ nodes: 1, edges: 1, bytes: 1, pause: 1 });
  }
  writer.complete(600_000);
  return writer.path;
}

describe('a session file that is not right', () => {
  test('one that is there is not overwritten unless told to', () => {
    const folder = scratchFolder(onTestFinished);
    const path = join(folder, 'mine.leakscope');
    writeFileSync(path, 'my thesis');
    expect(failureOf(() => newSession(path)).code).toBe('exists');
    expect(readFileSync(path, 'utf8')).toBe('my thesis');
    expect(failureOf(() => copySession(finished(folder), path)).code).toBe('exists');
    createSession(path, { startedAt: '2026-01-02T03:04:05.000Z', overwrite: true }).complete(0);
    expect(openSession(path).info().complete).toBe(true);
  });

  test('no folder, no file, a folder: said as it is', () => {
    const folder = scratchFolder(onTestFinished);
    expect(failureOf(() => newSession(join(folder, 'no', 'such.leakscope'))).code).toBe('no-such-file');
    expect(failureOf(() => openSession(join(folder, 'none.leakscope'))).code).toBe('no-such-file');
    expect(failureOf(() => openSession(folder)).code).toBe('is-folder');
    expect(existsSync(join(folder, 'none.leakscope'))).toBe(false);
  });

  test('not ours: text, another database, nothing', () => {
    const folder = scratchFolder(onTestFinished);
    const text = join(folder, 'a.leakscope');
    writeFileSync(text, 'hello '.repeat(100));
    expect(failureOf(() => openSession(text)).code).toBe('not-ours');
    const other = join(folder, 'b.leakscope');
    const db = new DatabaseSync(other);
    db.exec('CREATE TABLE t (a)');
    db.close();
    expect(failureOf(() => openSession(other)).code).toBe('not-ours');
    const empty = join(folder, 'c.leakscope');
    writeFileSync(empty, '');
    expect(failureOf(() => openSession(empty)).code).toBe('not-ours');
  });

  test('from a newer version', () => {
    const folder = scratchFolder(onTestFinished);
    const path = finished(folder);
    const db = new DatabaseSync(path);
    db.exec('PRAGMA user_version = 99');
    db.close();
    const before = readFileSync(path);
    const failure = failureOf(() => openSession(path));
    expect(failure.code).toBe('newer-format');
    expect(failure.message).toContain('format 99');
    expect(failure.remedy).toBeDefined();
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test('our number on a database with other tables, or with code in it', () => {
    const folder = scratchFolder(onTestFinished);
    const empty = join(folder, 'empty.leakscope');
    const db = new DatabaseSync(empty);
    db.exec(`PRAGMA application_id = ${SESSION_APPLICATION_ID}; PRAGMA user_version = 1; CREATE TABLE x (y)`);
    db.close();
    expect(failureOf(() => openSession(empty)).code).toBe('damaged');
    for (const crafted of [
      'CREATE TRIGGER t AFTER INSERT ON mark BEGIN DELETE FROM target; END',
      `DROP TABLE session; CREATE VIEW session AS WITH RECURSIVE n(started_at, duration, complete) AS
       (SELECT 1, 1, 1 UNION ALL SELECT started_at + 1, 1, 1 FROM n) SELECT * FROM n`,
    ]) {
      const path = join(folder, 'crafted.leakscope');
      copyFileSync(
        existsSync(join(folder, 'whole.leakscope')) ? join(folder, 'whole.leakscope') : finished(folder),
        path,
      );
      const open = new DatabaseSync(path);
      open.exec(crafted);
      open.close();
      expect(failureOf(() => openSession(path)).code).toBe('damaged');
    }
  });

  test('cut off anywhere: it says so, and how much is missing', () => {
    const folder = scratchFolder(onTestFinished);
    const path = finished(folder);
    const size = readFileSync(path).length;
    for (const length of [50, 100, 4096, 8192, size >> 1, size - 1]) {
      const cut = join(folder, `cut-${length}.leakscope`);
      copyFileSync(path, cut);
      truncateSync(cut, length);
      const { code, message } = failureOf(() => openSession(cut));
      expect(code).toBe('damaged');
      expect(message).toMatch(/bytes/);
      expect(readFileSync(cut)).toHaveLength(length);
    }
  });

  test('a change to a finished file that was cut off is taken back', () => {
    const folder = scratchFolder(onTestFinished);
    const path = finished(folder);
    const left = join(folder, 'left.leakscope');
    const db = new DatabaseSync(path);
    db.exec('PRAGMA cache_size = 2; BEGIN; DELETE FROM block');
    for (let n = 0; n < 200; n++)
      db.prepare('INSERT INTO note VALUES (?, ?)').run(`note ${n}`, 'x'.repeat(9000));
    for (const side of ['', '-journal']) copyFileSync(path + side, left + side);
    db.exec('ROLLBACK');
    db.close();
    expect(readFileSync(`${left}-journal`).length).toBeGreaterThan(1000);
    const reader = openSession(left);
    onTestFinished(() => reader.close());
    expect(reader.note('note 1')).toBeUndefined();
    const [rss] = reader.series({ target: 1, names: ['rss'], from: 0, to: 1e9, points: 1e6 });
    expect(rss.time).toHaveLength(6000);
  });

  test('a damaged snapshot does not take the rest with it', () => {
    const folder = scratchFolder(onTestFinished);
    const path = finished(folder);
    const bytes = readFileSync(path);
    // The second snapshot's columns are pages full of twos, each beginning with the number of the next.
    const page = 8192;
    const pages = Array.from({ length: bytes.length / page }, (_, n) =>
      bytes.subarray(n * page, (n + 1) * page),
    );
    const link = pages.find((one) => one.readUInt32BE(0) > 0 && one.subarray(4).every((byte) => byte === 2));
    link?.writeUInt32BE(0xeeeeeeee);
    writeFileSync(path, bytes);
    const reader = openSession(path);
    onTestFinished(() => reader.close());
    const read = (snapshot: number) =>
      reader
        .snapshotColumns(snapshot)
        .columns()
        .map(({ column }) => reader.snapshotColumns(snapshot).read(column, 0).length);
    expect(read(1)).toEqual([50_000, 50_000]);
    expect(failureOf(() => read(2)).code).toBe('damaged-snapshot');
    expect(failureOf(() => reader.snapshotColumns(1).read('zz', 0)).code).toBe('damaged-snapshot');
    expect(reader.info().snapshots).toHaveLength(2);
    expect(reader.series({ target: 1, names: ['rss'], from: 0, to: 1e9, points: 1e6 })[0].time).toHaveLength(
      6000,
    );
  });

  test('a damaged block is a gap, and the file says so', () => {
    const folder = scratchFolder(onTestFinished);
    const path = finished(folder);
    const db = new DatabaseSync(path);
    const { data } = db.prepare('SELECT data FROM block WHERE level = 0 AND first = 1539').get() as {
      data: Uint8Array;
    };
    data[data.length >> 1] ^= 0xff;
    db.prepare('UPDATE block SET data = ? WHERE level = 0 AND first = 1539').run(data);
    db.close();
    const reader = openSession(path);
    onTestFinished(() => reader.close());
    const [rss] = reader.series({ target: 1, names: ['rss'], from: 0, to: 1e9, points: 1e6 });
    expect([...rss.min].filter(Number.isNaN)).toHaveLength(1);
    expect(rss.time.length).toBeGreaterThan(5400);
    expect(rss.time.length).toBeLessThan(5600);
    expect(reader.info().damaged?.[0]).toMatch(/samples from 153900 to/);
  });

  test('bytes changed at random places: an answer or a Failure, never a crash', () => {
    const folder = scratchFolder(onTestFinished);
    const whole = readFileSync(finished(folder));
    let state = 12345;
    const random = (below: number): number => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return state % below;
    };
    const path = join(folder, 'mangled.leakscope');
    let refused = 0;
    for (let round = 0; round < 80; round++) {
      const bytes = Buffer.from(whole);
      for (let n = 1 + random(20); n > 0; n--) bytes[random(bytes.length)] = random(256);
      writeFileSync(path, bytes);
      try {
        const reader = openSession(path);
        try {
          reader.info();
          reader.series({ target: 1, names: ['rss', 'pss'], from: 0, to: 1e9, points: 500 });
          reader.series({ target: 1, names: ['rss', 'cpu'], from: 0, to: 1e9, points: 1e6 });
          reader.gcEvents(1, 0, 1e9);
          for (const id of [1, 2])
            for (const { column, parts } of reader.snapshotColumns(id).columns())
              for (let part = 0; part < parts; part++) reader.snapshotColumns(id).read(column, part);
        } finally {
          reader.close();
        }
      } catch (error) {
        expect(error).toBeInstanceOf(Failure);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(0);
  }, 60_000);
});
