import { ByteReader } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';
import { readColumn, writeColumn } from './number-column.js';

/**
 * Readings of one target, oldest first, a column a series. In level 0 a row is a sample and `min` is all there
 * is; in level L it stands for 16^L samples: `time` is that of the first, `min` and `max` are over all of them.
 */
export interface SampleBlock {
  /** Milliseconds since the session began, to the microsecond. Never decreases. */
  readonly time: Float64Array;
  /** By the number of the series in the session. */
  readonly series: ReadonlyMap<number, Extremes>;
}

/** The same array twice where nothing was folded. NaN is a missing value. */
export interface Extremes {
  readonly min: Float64Array;
  readonly max: Float64Array;
}

/**
 * u row count; times in microseconds as differences of differences; u number of series; for each: u number,
 * u length in bytes, and the column of `min`, in folded blocks followed by that of `max`.
 */
export function encodeSampleBlock(
  time: ArrayLike<number>,
  series: ReadonlyMap<number, { readonly min: ArrayLike<number>; readonly max: ArrayLike<number> }>,
  length = time.length,
): Uint8Array {
  const to = new ByteWriter(64 + length * series.size * 2);
  to.unsigned(length);
  writeTimes(to, time, length);
  to.unsigned(series.size);
  const column = new ByteWriter();
  for (const [number, { min, max }] of series) {
    column.clear();
    writeColumn(column, min, length);
    if (max !== min) writeColumn(column, max, length);
    to.unsigned(number);
    to.unsigned(column.length);
    to.bytes(column.written());
  }
  return to.written();
}

/** Only the series that `wanted` names, all without it. Throws MalformedBlock. */
export function decodeSampleBlock(bytes: Uint8Array, wanted?: ReadonlySet<number>): SampleBlock {
  const from = new ByteReader(bytes);
  const length = from.count(MAX_ROWS);
  const time = readTimes(from, length);
  const series = new Map<number, Extremes>();
  const columns = from.count(MAX_SERIES);
  for (let i = 0; i < columns; i++) {
    const number = from.unsigned();
    const column = from.bytes(from.unsigned());
    if (wanted && !wanted.has(number)) continue;
    const reader = new ByteReader(column);
    const min = readColumn(reader, length);
    series.set(number, { min, max: reader.left > 0 ? readColumn(reader, length) : min });
  }
  return { time, series };
}

const MAX_ROWS = 1 << 20;
const MAX_SERIES = 1 << 16;

/** The time that a stored time reads back as. */
export const storedTime = (ms: number): number => Math.round(ms * 1000) / 1000;

function writeTimes(to: ByteWriter, time: ArrayLike<number>, length: number): void {
  let before = 0;
  let step = 0;
  for (let i = 0; i < length; i++) {
    const now = Math.round(time[i] * 1000);
    to.signed(now - before - step);
    step = now - before;
    before = now;
  }
}

function readTimes(from: ByteReader, length: number): Float64Array {
  // A row takes at least a byte: a lying count ends the reading before it costs anything.
  const time = new Float64Array(Math.min(length, from.left + 1));
  let now = 0;
  let step = 0;
  for (let i = 0; i < length; i++) {
    step += from.signed();
    now += step;
    time[i] = now / 1000;
  }
  return time;
}
