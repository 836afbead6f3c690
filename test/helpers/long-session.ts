import { DatabaseSync } from 'node:sqlite';
import { nodeReadings } from '../bench/store/node-readings.js';
import { NODE_TARGET, newSession } from './session-file.js';

const HOUR = 3_600_000;

/**
 * A session of `hours` and `processes` at 10 Hz. One process is written as a recorder does; the others are the same
 * rows under other numbers: what they cost to read is the same. Returns how many samples each has.
 */
export function longSession(path: string, hours: number, processes: number): number {
  const writer = newSession(path);
  const target = writer.addTarget(NODE_TARGET);
  let count = 0;
  for (const flush of nodeReadings(target, hours * HOUR)) {
    writer.append([flush]);
    count += flush.time.length;
  }
  writer.complete(hours * HOUR);
  const db = new DatabaseSync(path);
  db.exec('BEGIN');
  for (let n = 2; n <= processes; n++) {
    db.exec(`INSERT INTO target SELECT ${n}, pid + ${n}, ppid, runtime, flavour, runtime_version, name, command,
      within, first_seen, last_seen, exit, samples FROM target WHERE id = 1`);
    db.exec(`INSERT INTO series (target, name, unit, count, min, max, first, last)
      SELECT ${n}, name, unit, count, min, max, first, last FROM series WHERE target = 1`);
    db.exec(`INSERT INTO block (target, level, first, samples, t0, t1, data)
      SELECT ${n}, level, first, samples, t0, t1, data FROM block WHERE target = 1`);
  }
  db.exec('COMMIT');
  db.close();
  return count;
}
