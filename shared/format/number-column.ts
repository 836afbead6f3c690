import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';
import { malformed } from './malformed-block.js';

/**
 * One column of numbers; NaN is a missing value. A byte of flags; where values are missing, a bitmap of those
 * that are there; then the values that are there: integers as differences from the one before, anything else
 * as doubles with their bytes in planes (all lowest bytes first), which zstd packs well. -0 becomes 0.
 */
export function writeColumn(to: ByteWriter, values: ArrayLike<number>, length: number): void {
  let present = 0;
  let integers = true;
  for (let i = 0; i < length; i++) {
    const value = values[i];
    if (Number.isNaN(value)) continue;
    present++;
    if (!Number.isInteger(value) || Math.abs(value) > LARGEST) integers = false;
  }
  const gaps = present < length;
  to.u8((integers ? 0 : Flag.doubles) | (gaps ? Flag.gaps : 0));
  if (gaps) writeBitmap(to, values, length);
  if (integers) writeDifferences(to, values, length);
  else writePlanes(to, values, length, present);
}

/** Throws MalformedBlock. */
export function readColumn(from: ByteReader, length: number): Float64Array {
  const flags = from.u8();
  if (flags & ~(Flag.doubles | Flag.gaps)) throw malformed('an unknown column');
  const column = new Float64Array(length);
  const bitmap = flags & Flag.gaps ? from.bytes((length + 7) >> 3) : undefined;
  const has = (i: number): boolean => !bitmap || (bitmap[i >> 3] & (1 << (i & 7))) !== 0;
  if (flags & Flag.doubles) readPlanes(from, column, has);
  else {
    let value = 0;
    for (let i = 0; i < length; i++) {
      if (has(i)) value += from.signed();
      column[i] = has(i) ? value : Number.NaN;
    }
  }
  return column;
}

const Flag = { doubles: 1, gaps: 2 } as const;
/** The difference of two such integers is still exact. */
const LARGEST = 2 ** 52;

function writeBitmap(to: ByteWriter, values: ArrayLike<number>, length: number): void {
  for (let i = 0; i < length; i += 8) {
    let byte = 0;
    for (let bit = 0; bit < 8 && i + bit < length; bit++)
      if (!Number.isNaN(values[i + bit])) byte |= 1 << bit;
    to.u8(byte);
  }
}

function writeDifferences(to: ByteWriter, values: ArrayLike<number>, length: number): void {
  let before = 0;
  for (let i = 0; i < length; i++) {
    const value = values[i];
    if (Number.isNaN(value)) continue;
    to.signed(value - before);
    before = value;
  }
}

function writePlanes(to: ByteWriter, values: ArrayLike<number>, length: number, present: number): void {
  const planes = new Uint8Array(present * 8);
  const one = new DataView(new ArrayBuffer(8));
  for (let i = 0, row = 0; i < length; i++) {
    if (Number.isNaN(values[i])) continue;
    one.setFloat64(0, values[i] + 0, true);
    for (let byte = 0; byte < 8; byte++) planes[byte * present + row] = one.getUint8(byte);
    row++;
  }
  to.bytes(planes);
}

function readPlanes(from: ByteReader, column: Float64Array, has: (row: number) => boolean): void {
  let present = 0;
  for (let i = 0; i < column.length; i++) if (has(i)) present++;
  const planes = from.bytes(present * 8);
  const one = new DataView(new ArrayBuffer(8));
  for (let i = 0, row = 0; i < column.length; i++) {
    if (!has(i)) {
      column[i] = Number.NaN;
      continue;
    }
    for (let byte = 0; byte < 8; byte++) one.setUint8(byte, planes[byte * present + row]);
    column[i] = one.getFloat64(0, true);
    row++;
  }
}
