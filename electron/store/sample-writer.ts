import type { DatabaseSync } from 'node:sqlite';
import { encodeGcBlock } from '../../shared/format/gc-block.js';
import { encodeSampleBlock } from '../../shared/format/sample-block.js';
import { seriesDefinition } from '../../shared/model/series.js';
import { getOrAdd } from './get-or-add.js';
import type { Columns } from './level.js';
import { packed } from './packed.js';
import { PendingSamples } from './pending-samples.js';
import { SeriesStats } from './series-stats.js';
import type { SampleBatch } from './session-store.js';
import { encodeTailRow, type TailPart } from './tail-row.js';

export interface SampleWriter {
  /** Inside the caller's transaction. */
  append(batches: readonly SampleBatch[]): void;
  /** Everything into blocks. Inside the caller's transaction. */
  finish(): void;
}

/**
 * A flush is one row of the tail. When a target has enough there, its samples become a block of level 0,
 * which feeds the levels above; tail rows that no target needs any more go.
 */
export function sampleWriter(db: DatabaseSync): SampleWriter {
  const addTail = db.prepare('INSERT INTO tail (data) VALUES (?)');
  const dropTail = db.prepare('DELETE FROM tail WHERE id < ?');
  const addBlock = db.prepare(
    'INSERT INTO block (target, level, first, samples, t0, t1, data) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const addGc = db.prepare(
    'INSERT INTO gc_block (target, first, events, t0, t1, data) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const addSeries = db.prepare('INSERT INTO series (target, name, unit) VALUES (?, ?, ?)');
  const setStats = db.prepare(
    'UPDATE series SET count = ?, min = ?, max = ?, first = ?, last = ? WHERE id = ?',
  );
  const setSamples = db.prepare('UPDATE target SET samples = ?, last_seen = max(last_seen, ?) WHERE id = ?');
  const pending = new Map<number, PendingSamples>();
  const seriesIds = new Map<string, number>();

  const pendingOf = (target: number): PendingSamples =>
    getOrAdd(pending, target, () => new PendingSamples(target));
  const seriesId = (target: number, name: string): number => {
    const key = `${target} ${name}`;
    let id = seriesIds.get(key);
    if (id === undefined) {
      id = Number(addSeries.run(target, name, seriesDefinition(name).unit).lastInsertRowid);
      seriesIds.set(key, id);
    }
    return id;
  };

  const take = ({ target, time, series, gc }: SampleBatch): TailPart => {
    const waiting = pendingOf(target);
    const part = {
      target,
      first: waiting.samples,
      firstGc: waiting.blockedGc + waiting.gc.length,
      time: waiting.ordered(time),
      series: new Map([...series].map(([name, values]) => [seriesId(target, name), values])),
      gc,
    };
    waiting.add(part.time, part.series, gc);
    return part;
  };

  const writeLevels = (waiting: PendingSamples, block: Columns, until: number, rest: boolean): void => {
    let entries = block;
    for (const level of waiting.levels) {
      entries = level.push(entries);
      for (let one = level.take(until, rest); one; one = level.take(until, rest))
        addBlock.run(waiting.target, level.level, one.first, one.samples, one.t0, one.t1, packed(one.data));
    }
  };

  const cut = (waiting: PendingSamples, rest: boolean): void => {
    const { target, time, gc } = waiting;
    const until = time.at(-1) ?? gc.at(-1)?.at ?? 0;
    const series = new Map([...waiting.series].map(([id, values]) => [id, { min: values, max: values }]));
    if (time.length > 0) {
      const data = packed(encodeSampleBlock(time, series));
      addBlock.run(target, 0, waiting.blocked, time.length, time[0], until, data);
    }
    if (gc.length > 0) {
      const [t0, t1] = [gc[0].at, gc[gc.length - 1].at];
      addGc.run(target, waiting.blockedGc, gc.length, t0, t1, packed(encodeGcBlock(gc)));
    }
    writeLevels(waiting, { time, series }, until, rest);
    for (const [id, values] of waiting.series) {
      const stats = getOrAdd(waiting.stats, id, () => new SeriesStats());
      stats.add(values);
      const { count, min, max, first, last } = stats;
      if (count > 0) setStats.run(count, min, max, first, last, id);
    }
    setSamples.run(waiting.samples, until, target);
    waiting.clear();
  };

  const oldestRow = (): number => {
    let oldest = Number.POSITIVE_INFINITY;
    for (const { oldestRow: row } of pending.values()) if (row !== undefined && row < oldest) oldest = row;
    return oldest;
  };

  return {
    append(batches) {
      const parts = batches.map(take);
      if (parts.length === 0) return;
      const row = Number(addTail.run(encodeTailRow(parts)).lastInsertRowid);
      for (const { target } of parts) pendingOf(target).oldestRow ??= row;
      let cuts = 0;
      for (const waiting of pending.values()) {
        const old = waiting.oldestRow !== undefined && row - waiting.oldestRow > OLDEST_TAIL_ROWS;
        if (!old && waiting.time.length < BLOCK_SAMPLES && waiting.gc.length < BLOCK_EVENTS) continue;
        cut(waiting, false);
        if (++cuts === CUTS_AT_ONCE) break;
      }
      // With no row needed any more, the newest can go too.
      if (cuts > 0) dropTail.run(Math.min(oldestRow(), row + 1));
    },
    finish() {
      for (const waiting of pending.values()) cut(waiting, true);
      db.exec('DELETE FROM tail');
    },
  };
}

/** Samples of a block: 51 s at 10 Hz. */
const BLOCK_SAMPLES = 512;
const BLOCK_EVENTS = 4096;
/** A target that says little is not to keep the tail long: five minutes at four flushes a second. */
const OLDEST_TAIL_ROWS = 1200;
/** Targets fill their blocks at the same time; a few a flush spread the work. */
const CUTS_AT_ONCE = 4;
