import { columnU8, columnU32 } from '../../base/column-memory.js';
import { ByteStrings, encodePoint } from '../../model/byte-strings.js';
import { malformed, tooLarge } from './malformed.js';

const Expect = { stringOrEnd: 0, string: 1, inside: 2, escape: 3, unicode: 4, separator: 5 } as const;

const QUOTE = 34;
const COMMA = 44;
const BACKSLASH = 92;
const CLOSE = 93;
/** From here on a copy of memory is faster than a loop, its fixed cost included. */
const LONG = 96;
/** A chunk is expected to fit as a whole before it is looked at. */
const SLACK = 1 << 18;
/** Row starts are 32-bit offsets. */
const MOST_BYTES = 0xffff_ffff;

/**
 * Reads the JSON array `strings` from bytes that come in chunks cut anywhere, straight into rows of
 * UTF-8: no JavaScript string is made. Begins after the `[`, ends after the `]`.
 */
export class StringScanner {
  done = false;
  #expect: number = Expect.stringOrEnd;
  #bytes: Uint8Array;
  #size = 0;
  #starts: Uint32Array;
  #rows = 0;
  #unicode = 0;
  #unicodeDigits = 0;
  /** A high surrogate that an escape gave, waiting for its other half; 0 for none. */
  #high = 0;

  /** `room`: the most bytes that can follow, where it is known; memory is only used as it is filled. */
  constructor(room?: number, memory: StringMemory = stringMemory(room)) {
    this.#bytes = memory.bytes;
    this.#starts = memory.starts;
  }

  scan(bytes: Uint8Array, from: number, to: number): number {
    this.#reserve(to - from + 8);
    let at = from;
    while (at < to) {
      if (this.#expect === Expect.inside) {
        at = this.#plain(bytes, at, to);
        if (at >= to) break;
      }
      const byte = bytes[at++];
      switch (this.#expect) {
        case Expect.inside:
          if (byte === QUOTE) this.#endString();
          else this.#expect = Expect.escape;
          break;
        case Expect.escape:
          this.#escape(byte);
          break;
        case Expect.unicode:
          this.#unicodeDigit(byte);
          break;
        default:
          if (this.#between(byte)) return at;
      }
    }
    return at;
  }

  strings(): ByteStrings {
    return new ByteStrings(this.#bytes.subarray(0, this.#size), this.#starts.subarray(0, this.#rows + 1));
  }

  /** Copies up to the next quote or backslash, and says where that is. */
  #plain(bytes: Uint8Array, from: number, to: number): number {
    if (this.#high !== 0 && bytes[from] !== BACKSLASH) this.#flushHigh();
    const target = this.#bytes;
    let size = this.#size;
    let at = from;
    while (at < to && bytes[at] !== QUOTE && bytes[at] !== BACKSLASH) at++;
    if (at - from < LONG) for (let i = from; i < at; i++) target[size++] = bytes[i];
    else {
      target.set(bytes.subarray(from, at), size);
      size += at - from;
    }
    this.#size = size;
    return at;
  }

  /** What stands around the strings. True at the end of the array. */
  #between(byte: number): boolean {
    if (byte === QUOTE && this.#expect !== Expect.separator) this.#expect = Expect.inside;
    else if (byte === COMMA && this.#expect === Expect.separator) this.#expect = Expect.string;
    else if (byte === CLOSE && this.#expect !== Expect.string) this.done = true;
    else if (byte !== 10 && byte !== 32 && byte !== 13 && byte !== 9)
      throw malformed('strings holds something but strings');
    return this.done;
  }

  #endString(): void {
    this.#flushHigh();
    if (this.#size > MOST_BYTES) throw tooLarge('its strings are longer than 4 GiB');
    if (this.#rows + 2 > this.#starts.length) {
      const grown = columnU32(this.#starts.length * 2);
      grown.set(this.#starts);
      this.#starts = grown;
    }
    this.#starts[++this.#rows] = this.#size;
    this.#expect = Expect.separator;
  }

  #escape(byte: number): void {
    if (byte === 117) {
      this.#unicode = 0;
      this.#unicodeDigits = 0;
      this.#expect = Expect.unicode;
      return;
    }
    const plain = ESCAPES[byte] ?? 0;
    if (plain === 0) throw malformed('a string holds an unknown escape');
    this.#flushHigh();
    this.#bytes[this.#size++] = plain;
    this.#expect = Expect.inside;
  }

  #unicodeDigit(byte: number): void {
    const digit = byte <= 57 ? byte - 48 : (byte | 32) - 87;
    if (digit < 0 || digit > 15 || (byte > 57 && digit < 10))
      throw malformed('a string holds a broken \\u escape');
    this.#unicode = this.#unicode * 16 + digit;
    if (++this.#unicodeDigits < 4) return;
    this.#expect = Expect.inside;
    const unit = this.#unicode;
    if (this.#high !== 0 && unit >= 0xdc00 && unit < 0xe000) {
      this.#write(0x10000 + ((this.#high - 0xd800) << 10) + (unit - 0xdc00));
      this.#high = 0;
      return;
    }
    this.#flushHigh();
    if (unit >= 0xd800 && unit < 0xdc00) this.#high = unit;
    else this.#write(unit);
  }

  #flushHigh(): void {
    if (this.#high === 0) return;
    this.#write(this.#high);
    this.#high = 0;
  }

  #write(point: number): void {
    this.#size = encodePoint(point, this.#bytes, this.#size);
  }

  #reserve(more: number): void {
    const wanted = this.#size + more;
    if (wanted <= this.#bytes.length) return;
    const grown = columnU8(Math.max(wanted, Math.min(this.#bytes.length * 2, MOST_BYTES)));
    grown.set(this.#bytes.subarray(0, this.#size));
    this.#bytes = grown;
  }
}

/** What is left of reading them. */
export interface FinishedStrings {
  strings(): ByteStrings;
}

/** Where strings are put: their bytes one after the other, and where each begins. */
export interface StringMemory {
  readonly bytes: Uint8Array;
  readonly starts: Uint32Array;
}

/** For an array of at most `room` bytes, as far as it is known; only what is written takes memory. */
export function stringMemory(room: number | undefined): StringMemory {
  // The shortest string takes three bytes: two quotes and a comma.
  return {
    bytes: columnU8(Math.min((room ?? 1 << 20) + SLACK, MOST_BYTES)),
    starts: columnU32(room === undefined ? 1 << 14 : Math.ceil(room / 3) + 4),
  };
}

/** The byte that each letter after a backslash stands for; 0 for none. */
const ESCAPES = new Uint8Array(256);
for (const [letter, meant] of ['""', '\\\\', '//', 'b\b', 'f\f', 'n\n', 'r\r', 't\t'])
  ESCAPES[(letter as string).charCodeAt(0)] = (meant as string).charCodeAt(0);
