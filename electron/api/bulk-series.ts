import type { SeriesColumns } from '../../shared/api/sessions.js';

/**
 * Series as the window fetches them, little-endian, every column on a multiple of 8 bytes:
 * u32 number of series, u32 0; then for each, in the order asked for: u32 n, u32 0, n doubles
 * of time, n of minimum, n of maximum.
 */
export function encodeSeries(series: readonly SeriesColumns[]): Uint8Array {
  const size = series.reduce((sum, { time }) => sum + 8 + 24 * time.length, 8);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, series.length, true);
  let at = 8;
  for (const { time, min, max } of series) {
    view.setUint32(at, time.length, true);
    at += 8;
    for (const column of [time, min, max]) {
      bytes.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), at);
      at += column.byteLength;
    }
  }
  return bytes;
}
