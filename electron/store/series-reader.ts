import type { DatabaseSync } from 'node:sqlite';
import type { SeriesColumns, SeriesQuery } from '../../shared/api/sessions.js';
import { decodeSampleBlock } from '../../shared/format/sample-block.js';
import { drawnSeries } from './drawn-series.js';
import { EntryList, type Range } from './entry-list.js';
import { FOLD, TOP_LEVEL } from './level.js';
import { unpacked } from './packed.js';
import { tailOf } from './tail-reader.js';

/**
 * Reads the coarsest level that has the points asked for, and where its blocks end goes on with
 * the finer ones down to the tail: about as many entries as points, however long the session.
 */
export function readSeries(
  db: DatabaseSync,
  query: SeriesQuery,
  onDamage: (why: string) => void,
): readonly SeriesColumns[] {
  const range = { from: finite(query.from, 0), to: finite(query.to, Number.MAX_VALUE) };
  const points = Math.min(MAX_POINTS, Math.max(1, Math.floor(query.points) || 1));
  const known = new Map(
    db
      .prepare('SELECT id, name FROM series WHERE target = ?')
      .all(query.target)
      .map(({ id, name }) => [String(name), Number(id)]),
  );
  const wanted = new Set(query.names.flatMap((name) => known.get(name) ?? []));
  const entries = new EntryList(wanted);
  if (wanted.size > 0 && range.from <= range.to) {
    const samples = samplesIn(db, query.target, range);
    let level = 0;
    while (level < TOP_LEVEL && samples / FOLD ** (level + 1) >= points) level++;
    collect(db, query.target, level, range, wanted, entries, onDamage);
  }
  return query.names.map((name) => {
    const id = known.get(name);
    const column = id === undefined ? NOTHING : entries.column(id);
    return drawnSeries(name, { time: id === undefined ? [] : entries.time, ...column }, range, points);
  });
}

const MAX_POINTS = 1_000_000;
const NOTHING = { min: [], max: [] };

function finite(value: number, otherwise: number): number {
  return Number.isFinite(value) ? value : otherwise;
}

function collect(
  db: DatabaseSync,
  target: number,
  coarsest: number,
  range: Range,
  wanted: ReadonlySet<number>,
  entries: EntryList,
  onDamage: (why: string) => void,
): void {
  const blocks = db.prepare(
    `SELECT first, samples, t0, t1, data FROM block
     WHERE target = ? AND level = ? AND t1 >= ? AND t0 <= ? AND first + samples > ? ORDER BY t1, first`,
  );
  const covered = db.prepare('SELECT max(first + samples) AS n FROM block WHERE target = ? AND level = ?');
  let known = 0; // samples that coarser levels have told
  for (let level = coarsest; level >= 0; level--) {
    for (const row of blocks.iterate(target, level, range.from, range.to, known)) {
      const [t0, t1, first] = [Number(row['t0']), Number(row['t1']), Number(row['first'])];
      try {
        const block = decodeSampleBlock(unpacked(row['data'] as Uint8Array), wanted);
        const skip = Math.ceil((known - first) / FOLD ** level);
        entries.add(block, range, skip, level > 0 ? t1 : (block.time.at(-1) ?? t1));
      } catch (error) {
        onDamage(`samples from ${t0} to ${t1} ms: ${error instanceof Error ? error.message : String(error)}`);
        entries.hole(t0);
      }
    }
    known = Math.max(known, Number(covered.get(target, level)?.['n'] ?? 0));
  }
  for (const part of tailOf(db, onDamage)) {
    if (part.target !== target || part.first < known) continue;
    const block = part.block(wanted);
    entries.add(block, range, 0, block.time.at(-1) ?? 0);
  }
}

/** About how many samples of the target the range has; those of the tail left out. */
function samplesIn(db: DatabaseSync, target: number, { from, to }: Range): number {
  const at = db.prepare(
    'SELECT first, samples, t0, t1 FROM block WHERE target = ? AND level = 0 AND t1 >= ? ORDER BY t1 LIMIT 1',
  );
  const total = db.prepare('SELECT samples FROM target WHERE id = ?').get(target)?.['samples'] ?? 0;
  const numberAt = (time: number): number => {
    const row = at.get(target, time);
    if (!row) return Number(total);
    const [first, samples, t0, t1] = [row['first'], row['samples'], row['t0'], row['t1']].map(Number);
    return first + samples * Math.min(1, Math.max(0, (time - t0) / (t1 - t0 || 1)));
  };
  return numberAt(to) - numberAt(from);
}
