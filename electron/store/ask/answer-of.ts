import type { DatabaseSync } from 'node:sqlite';
import { Failure, saying } from '../../../shared/base/failure.js';
import type { SqlAnswer, SqlCell, SqlQuery } from '../../../shared/model/sql-answer.js';
import { SessionConnection } from '../session-connection.js';
import { readOnly } from './read-only.js';
import { addReadings } from './readings.js';

/** Characters of a text that are sent. */
const MOST_TEXT = 4000;
/** Of one answer, bytes as JSON would have them, about. */
const MOST_ANSWER = 8e6;

/** Runs one SELECT on the session at `path`. Throws a Failure: `bad-sql`, and what opening throws. */
export function answerOf(path: string, query: SqlQuery): SqlAnswer {
  const connection = new SessionConnection(path);
  try {
    return connection.use((db) => {
      addReadings(db, query);
      readOnly(db);
      return asked(db, query);
    });
  } finally {
    connection.close();
  }
}

function asked(db: DatabaseSync, { sql, page }: SqlQuery): SqlAnswer {
  const begun = performance.now();
  try {
    const statement = db.prepare(sql);
    statement.setReadBigInts(true);
    statement.setReturnArrays(true);
    const columns = statement.columns().map(({ name }) => name);
    const rows: SqlCell[][] = [];
    let at = 0;
    let size = 0;
    let more = false;
    for (const row of statement.iterate()) {
      if (at++ < page.from) continue;
      if (rows.length === page.count || size > MOST_ANSWER) {
        more = true;
        break;
      }
      const cells = (row as unknown as unknown[]).map(cell);
      size += cells.reduce<number>((sum, one) => sum + sizeOf(one), 0);
      rows.push(cells);
    }
    return { columns, rows, more, took: performance.now() - begun };
  } catch (error) {
    throw new Failure('bad-sql', sentence(saying(error)), remedyOf(saying(error)));
  }
}

function cell(value: unknown): SqlCell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Uint8Array) return { bytes: value.length };
  const text = String(value);
  return text.length > MOST_TEXT ? { text: text.slice(0, MOST_TEXT), length: text.length } : text;
}

const sizeOf = (value: SqlCell): number =>
  typeof value === 'string'
    ? value.length + 2
    : typeof value === 'object' && value && 'text' in value
      ? MOST_TEXT
      : 10;

const sentence = (text: string): string => {
  const said = text.slice(0, 500);
  return `${said.charAt(0).toUpperCase()}${said.slice(1)}${/[.!?]$/.test(said) ? '' : '.'}`;
};

function remedyOf(said: string): string {
  if (/not authorized|prohibited|readonly/.test(said))
    return 'Only reading is possible here: a SELECT over the tables at the left.';
  if (/no such (table|column)/.test(said)) return 'The tables and their columns stand at the left.';
  return 'Check the text near what is named.';
}
