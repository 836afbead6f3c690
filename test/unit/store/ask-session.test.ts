import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { askSession } from '../../../electron/store/ask/ask-session.js';
import type { Failure } from '../../../shared/base/failure.js';
import type { SqlAnswer } from '../../../shared/model/sql-answer.js';
import { bundledProgram } from '../../helpers/bundled-program.js';
import { climbing, NODE_TARGET, newSession, scratchFolder } from '../../helpers/session-file.js';

let program: string;

beforeAll(async () => {
  program = await bundledProgram('../../electron/store/ask/ask-program.ts');
});

function session(): string {
  const path = join(scratchFolder(onTestFinished), 'a.leakscope');
  const writer = newSession(path);
  const target = writer.addTarget({ ...NODE_TARGET, name: '<img src=x onerror=alert(1)>\u202e\0' });
  for (let n = 0; n < 1000; n += 50) writer.append([climbing(target, n, 50)]);
  writer.mark({ at: 1000, kind: 'note', text: 'x'.repeat(10_000) });
  writer.complete(100_000);
  return path;
}

const ask = (
  path: string,
  sql: string,
  more: { from?: number; to?: number; page?: { from: number; count: number } } = {},
): Promise<SqlAnswer> => askSession(program, path, { sql, page: { from: 0, count: 100 }, ...more });

const refusal = (asked: Promise<unknown>): Promise<Failure> =>
  asked.then(
    () => expect.fail('it answered'),
    (error: Failure) => error,
  );

describe('a question by SQL', () => {
  test('is answered page by page, hostile texts unchanged, long ones cut', async () => {
    const path = session();
    const { columns, rows, more } = await ask(path, 'SELECT pid, name FROM targets');
    expect(columns).toEqual(['pid', 'name']);
    expect(rows).toEqual([[4711, '<img src=x onerror=alert(1)>\u202e\0']]);
    expect(more).toBe(false);
    const marks = await ask(path, "SELECT text, 9007199254740993, x'0102', 1e999 FROM marks");
    expect(marks.rows).toEqual([
      [{ text: 'x'.repeat(4000), length: 10_000 }, '9007199254740993', { bytes: 2 }, 'Infinity'],
    ]);
    const count = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 25) SELECT i FROM n';
    const page = await ask(path, count, { page: { from: 10, count: 10 } });
    expect(page.rows.map(([i]) => i)).toEqual([11, 12, 13, 14, 15, 16, 17, 18, 19, 20]);
    expect(page.more).toBe(true);
  });

  test('finds samples and collections of the range as tables', async () => {
    const path = session();
    const all = await ask(path, "SELECT count(*), min(min), max(max) FROM samples WHERE name = 'rss'");
    expect(all.rows[0]?.slice(1)).toEqual([50_000_000, 50_000_000 + 4096 * 999]);
    const part = await ask(path, "SELECT min(time), max(time) FROM samples WHERE name = 'rss'", {
      from: 20_000,
      to: 30_000,
    });
    expect(part.rows).toEqual([[20_000, 30_000]]);
    const gc = await ask(path, 'SELECT kind, count(*) FROM gc GROUP BY kind', { from: 0, to: 49_000 });
    expect(gc.rows).toEqual([['scavenge', 10]]);
  });

  test('cannot change the file, reach another one, or go on for ever', async () => {
    const path = session();
    const before = readFileSync(path);
    for (const sql of [
      'DELETE FROM mark',
      "INSERT INTO note VALUES ('a', 'b')",
      'DROP TABLE mark',
      "ATTACH '/etc/passwd' AS other",
      'PRAGMA query_only = OFF',
      'PRAGMA journal_mode = WAL',
      "SELECT load_extension('x')",
      "VACUUM INTO '/tmp/never.leakscope'",
      'CREATE TEMP TABLE t (a)',
    ]) {
      const { code } = await refusal(ask(path, sql));
      expect([sql, code]).toEqual([sql, expect.stringMatching(/^(bad-sql|read-only)$/)]);
    }
    const endless = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n';
    const query = { sql: endless, page: { from: 0, count: 1 } };
    expect((await refusal(askSession(program, path, query, undefined, { limit: 300 }))).code).toBe(
      'too-long',
    );
    const stop = new AbortController();
    const asked = refusal(askSession(program, path, query, stop.signal));
    stop.abort();
    expect((await asked).code).toBe('cancelled');
    expect(readFileSync(path)).toEqual(before);
  });

  test('says what is wrong with it', async () => {
    const { code, message, remedy } = await refusal(ask(session(), 'SELECT nme FROM targets'));
    expect([code, message, remedy]).toEqual([
      'bad-sql',
      'No such column: nme.',
      'The tables and their columns stand at the left.',
    ]);
    expect((await refusal(ask(join(import.meta.dirname, 'none.leakscope'), 'SELECT 1'))).code).toBe(
      'no-such-file',
    );
  });
});
