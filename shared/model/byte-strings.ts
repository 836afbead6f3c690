import { columnU8, columnU32 } from '../base/column-memory.js';
import type { StringTable } from './heap-graph.js';

/**
 * Strings as one run of bytes: row `n` is `bytes[starts[n]]` up to, not including, `bytes[starts[n + 1]]`,
 * so `starts` has one more entry than there are rows. UTF-8; a lone surrogate, which JavaScript strings
 * may hold, is its three-byte form (WTF-8), so that nothing is lost. Decoded when shown.
 */
export class ByteStrings implements StringTable {
  readonly length: number;

  constructor(
    readonly bytes: Uint8Array,
    readonly starts: Uint32Array,
  ) {
    this.length = starts.length - 1;
  }

  at(row: number): string | undefined {
    if (!(row >= 0 && row < this.length)) return undefined;
    return decodeUtf8(this.bytes, this.starts[row], this.starts[row + 1]);
  }
}

/** The same strings as bytes, whatever holds them. */
export function byteStrings(table: StringTable): ByteStrings {
  if (table instanceof ByteStrings) return table;
  let size = 0;
  for (let row = 0; row < table.length; row++) size += (table.at(row) ?? '').length * 3;
  const bytes = columnU8(size);
  const starts = columnU32(table.length + 1);
  let at = 0;
  for (let row = 0; row < table.length; row++) {
    at = encodeUtf8(table.at(row) ?? '', bytes, at);
    starts[row + 1] = at;
  }
  return new ByteStrings(bytes.subarray(0, at), starts);
}

const REPLACEMENT = 0xfffd;
/** Code units handed to fromCharCode at once: well below any engine's limit of arguments. */
const RUN = 4096;

/** Invalid sequences become U+FFFD, one for each byte that fits nowhere. */
export function decodeUtf8(bytes: Uint8Array, from: number, to: number): string {
  const size = to - from;
  if (size === 0) return '';
  if (size < 24) {
    const short = decodeShortAscii(bytes, from, to);
    if (short !== undefined) return short;
  }
  const units = new Uint16Array(Math.min(RUN + 1, size));
  let text = '';
  let n = 0;
  let at = from;
  while (at < to) {
    if (n >= RUN) {
      text += String.fromCharCode.apply(null, units.subarray(0, n) as unknown as number[]);
      n = 0;
    }
    const lead = bytes[at];
    if (lead < 0x80) {
      units[n++] = lead;
      at++;
      continue;
    }
    const [point, length] = codePoint(bytes, at, to);
    at += length;
    if (point > 0xffff) {
      units[n++] = 0xd800 + ((point - 0x10000) >> 10);
      units[n++] = 0xdc00 + ((point - 0x10000) & 0x3ff);
    } else units[n++] = point;
  }
  return text + String.fromCharCode.apply(null, units.subarray(0, n) as unknown as number[]);
}

function decodeShortAscii(bytes: Uint8Array, from: number, to: number): string | undefined {
  let text = '';
  for (let at = from; at < to; at++) {
    const byte = bytes[at];
    if (byte >= 0x80) return undefined;
    text += String.fromCharCode(byte);
  }
  return text;
}

function codePoint(bytes: Uint8Array, at: number, to: number): readonly [point: number, length: number] {
  const lead = bytes[at];
  const length = lead >= 0xf0 && lead < 0xf5 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0;
  if (length === 0 || lead >= 0xf5 || at + length > to) return [REPLACEMENT, 1];
  let point = lead & (0xff >> (length + 1));
  for (let i = 1; i < length; i++) {
    const next = bytes[at + i];
    if ((next & 0xc0) !== 0x80) return [REPLACEMENT, 1];
    point = (point << 6) | (next & 0x3f);
  }
  const least = length === 4 ? 0x10000 : length === 3 ? 0x800 : 0x80;
  return point < least || point > 0x10ffff ? [REPLACEMENT, 1] : [point, length];
}

/** Writes `text` at `at`, which must have three bytes of room for each code unit. Returns the end. */
export function encodeUtf8(text: string, bytes: Uint8Array, at: number): number {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0xd800 && unit < 0xdc00) {
      const low = text.charCodeAt(i + 1);
      if (low >= 0xdc00 && low < 0xe000) {
        at = encodePoint(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00), bytes, at);
        i++;
        continue;
      }
    }
    at = encodePoint(unit, bytes, at);
  }
  return at;
}

/** Writes one code point, also a lone surrogate. Returns the end. */
export function encodePoint(point: number, bytes: Uint8Array, at: number): number {
  if (point < 0x80) bytes[at++] = point;
  else if (point < 0x800) {
    bytes[at++] = 0xc0 | (point >> 6);
    bytes[at++] = 0x80 | (point & 0x3f);
  } else {
    if (point < 0x10000) bytes[at++] = 0xe0 | (point >> 12);
    else {
      bytes[at++] = 0xf0 | (point >> 18);
      bytes[at++] = 0x80 | ((point >> 12) & 0x3f);
    }
    bytes[at++] = 0x80 | ((point >> 6) & 0x3f);
    bytes[at++] = 0x80 | (point & 0x3f);
  }
  return at;
}
