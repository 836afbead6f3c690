import type { DatabaseSync } from 'node:sqlite';
import { readGcEvents } from '../gc-reader.js';
import { readSeries } from '../series-reader.js';

/** Readings of one series that `samples` holds at most: where there were more, lowest and highest of as many spans. */
export const READINGS = 2000;

interface Within {
  readonly sql: string;
  readonly from?: number;
  readonly to?: number;
}

/**
 * Samples and collections stand packed in the file; a question that names them gets them as tables of this
 * connection alone, for the range asked for.
 */
export function addReadings(db: DatabaseSync, { sql, from = 0, to = Number.MAX_SAFE_INTEGER }: Within): void {
  if (names(sql, 'samples')) addSamples(db, from, to);
  if (names(sql, 'gc')) addGc(db, from, to);
}

function addSamples(db: DatabaseSync, from: number, to: number): void {
  db.exec(
    'CREATE TEMP TABLE samples (target INTEGER, pid INTEGER, process TEXT, name TEXT, unit TEXT, time REAL, min REAL, max REAL)',
  );
  const put = db.prepare('INSERT INTO temp.samples VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  const end = Math.min(to, Number(db.prepare('SELECT max(last_seen) AS t FROM target').get()?.['t'] ?? 0));
  const series = db
    .prepare(
      'SELECT s.target, t.pid, t.name AS process, s.name, s.unit FROM series s JOIN target t ON t.id = s.target',
    )
    .all();
  db.exec('BEGIN');
  for (const { target, pid, process, name, unit } of series) {
    const query = { target: Number(target), names: [String(name)], from, to: end, points: READINGS };
    for (const { time, min, max } of readSeries(db, query, () => undefined))
      for (let row = 0; row < time.length; row++)
        if (!Number.isNaN(min[row])) put.run(target, pid, process, name, unit, time[row], min[row], max[row]);
  }
  db.exec('COMMIT');
}

function addGc(db: DatabaseSync, from: number, to: number): void {
  db.exec('CREATE TEMP TABLE gc (target INTEGER, pid INTEGER, process TEXT, at REAL, kind TEXT, pause REAL)');
  const put = db.prepare('INSERT INTO temp.gc VALUES (?, ?, ?, ?, ?, ?)');
  db.exec('BEGIN');
  for (const { id, pid, name } of db.prepare('SELECT id, pid, name FROM target').all())
    for (const { at, kind, pause } of readGcEvents(db, Number(id), { from, to }, () => undefined))
      put.run(id, pid, name, at, kind, pause);
  db.exec('COMMIT');
}

/** Whether the word stands anywhere in it: too often is only slower. */
const names = (sql: string, word: string): boolean => new RegExp(`\\b${word}\\b`, 'i').test(sql);
