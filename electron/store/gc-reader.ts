import type { DatabaseSync } from 'node:sqlite';
import { decodeGcBlock } from '../../shared/format/gc-block.js';
import type { GcEvent } from '../../shared/model/session.js';
import type { Range } from './entry-list.js';
import { unpacked } from './packed.js';
import { tailOf } from './tail-reader.js';

/** Collections of one target in the range, oldest first. */
export function readGcEvents(
  db: DatabaseSync,
  target: number,
  { from, to }: Range,
  onDamage: (why: string) => void,
): readonly GcEvent[] {
  const events: GcEvent[] = [];
  const add = (some: readonly GcEvent[]): void => {
    for (const event of some) if (event.at >= from && event.at <= to) events.push(event);
  };
  const rows = db
    .prepare('SELECT t0, t1, data FROM gc_block WHERE target = ? AND t1 >= ? AND t0 <= ? ORDER BY first')
    .iterate(target, from, to);
  for (const { t0, t1, data } of rows) {
    try {
      add(decodeGcBlock(unpacked(data as Uint8Array)));
    } catch (error) {
      onDamage(
        `collections from ${t0} to ${t1} ms: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
  const blocked =
    db.prepare('SELECT max(first + events) AS n FROM gc_block WHERE target = ?').get(target)?.['n'] ?? 0;
  for (const part of tailOf(db, onDamage))
    if (part.target === target && part.firstGc >= Number(blocked)) add(part.gc());
  return events;
}
