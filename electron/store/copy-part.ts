import { rmSync } from 'node:fs';
import type { SeriesColumns } from '../../shared/api/sessions.js';
import { createSession } from './create-session.js';
import { openSession } from './open-session.js';
import type { SampleBatch, SessionReader, SessionWriter } from './session-store.js';

export interface Part {
  /** Milliseconds since the session began. */
  readonly from: number;
  readonly to: number;
}

/** Read at once, ms: 6,000 samples of each series at 10 Hz. */
const WINDOW = 600_000;
const ALL_POINTS = 1_000_000;

/**
 * Copies a part of a session into a file of its own: its samples, collections, marks, snapshots and what else was
 * recorded in it. Times stay those of the whole. Throws a Failure; leaves no half copy.
 */
export function copyPart(from: string, to: string, part: Part): void {
  const reader = openSession(from);
  try {
    const writer = createSession(to, { startedAt: reader.info().startedAt });
    try {
      copy(reader, writer, part);
      writer.complete(Math.min(part.to, reader.info().duration));
    } catch (error) {
      writer.abandon();
      for (const end of ['', '-wal', '-shm']) rmSync(to + end, { force: true });
      throw error;
    }
  } finally {
    reader.close();
  }
}

function copy(reader: SessionReader, writer: SessionWriter, part: Part): void {
  const { targets, series, marks, snapshots } = reader.info();
  const within = (at: number): boolean => at >= part.from && at <= part.to;
  const ids = new Map<number, number>();
  for (const target of targets) {
    if (target.firstSeen > part.to || target.lastSeen < part.from) continue;
    const { exit, id, lastSeen, within: process, ...facts } = target;
    const host = process === undefined ? undefined : ids.get(process);
    const copied = writer.addTarget({
      ...facts,
      ...(host === undefined ? {} : { within: host }),
      firstSeen: Math.max(part.from, target.firstSeen),
    });
    ids.set(id, copied);
    const ended = exit !== undefined && lastSeen <= part.to;
    writer.updateTarget(copied, { lastSeen: Math.min(part.to, lastSeen), ...(ended ? { exit } : {}) });
  }
  for (const [target, copied] of ids) {
    const names = series.filter((one) => one.target === target).map(({ name }) => name);
    for (let at = part.from; at <= part.to; at += WINDOW) {
      const to = Math.min(part.to, at + WINDOW - Number.EPSILON * at);
      const columns = reader.series({ target, names, from: at, to, points: ALL_POINTS });
      const gc = reader.gcEvents(target, at, to);
      writer.append([batchOf(copied, columns, gc, at, to)]);
    }
  }
  for (const mark of marks) {
    const { target, ...facts } = mark;
    const copied = target === undefined ? undefined : ids.get(target);
    if (within(mark.at) && (target === undefined || copied !== undefined))
      writer.mark({ ...facts, ...(copied === undefined ? {} : { target: copied }) });
  }
  for (const { id, target, at, ...facts } of snapshots) {
    const copied = ids.get(target);
    if (!within(at) || copied === undefined) continue;
    const stored = reader.snapshotColumns(id);
    const snapshot = writer.beginSnapshot(copied, at);
    for (const { column, parts } of stored.columns())
      for (let number = 0; number < parts; number++)
        snapshot.column(column, number, stored.read(column, number));
    snapshot.finish(facts);
  }
  for (const { id, target, at, kind, meta } of reader.artifacts({ from: part.from, to: part.to })) {
    const copied = target === undefined ? undefined : ids.get(target);
    if (target !== undefined && copied === undefined) continue;
    const where = copied === undefined ? {} : { target: copied };
    writer.addArtifact({ kind, at, meta, data: reader.artifact(id), ...where });
  }
}

/** Readings of several series as rows of one table: what a series lacks at a time is NaN. */
function batchOf(
  target: number,
  columns: readonly SeriesColumns[],
  gc: SampleBatch['gc'],
  from: number,
  to: number,
): SampleBatch {
  const times = new Set<number>();
  for (const { time } of columns) for (const at of time) if (at >= from && at <= to) times.add(at);
  const time = [...times].sort((a, b) => a - b);
  const row = new Map(time.map((at, index) => [at, index]));
  const series = new Map<string, number[]>();
  for (const { name, time: at, max } of columns) {
    const values = new Array<number>(time.length).fill(Number.NaN);
    for (let index = 0; index < at.length; index++) {
      const here = row.get(at[index]);
      if (here !== undefined) values[here] = max[index];
    }
    if (values.some((value) => !Number.isNaN(value))) series.set(name, values);
  }
  return { target, time, series, gc };
}
