import { malformed } from './malformed.js';

/** Takes whole rows of numbers, `rows * fields` of them at the front of `batch`, which is used again. */
export type TakeRows = (batch: Float64Array, rows: number) => void;

/**
 * Reads whole rows by itself, from the first digit of a row on, and returns where the first row begins that it
 * leaves to the general way. `last` is a byte that is no digit; no row may be begun within MARGIN before it.
 */
export type ReadRows = (bytes: Uint8Array, from: number, last: number) => number;

/** More bytes than a row of the common kind can have: nine-digit numbers, a comma and a line's end each. */
export const MARGIN = 128;

const ROWS_A_BATCH = 2048;

const Expect = { valueOrEnd: 0, value: 1, digit: 2, separator: 3 } as const;

/**
 * Reads one flat JSON array of non-negative integers, such as `nodes`, from bytes that come in chunks
 * cut anywhere, and hands it on in rows of `fields` numbers. Begins after the `[`, ends after the `]`.
 */
export class NumberScanner {
  done = false;
  #expect: number = Expect.valueOrEnd;
  #value = 0;
  #filled = 0;
  readonly #batch: Float64Array;

  constructor(
    readonly section: string,
    readonly fields: number,
    readonly take: TakeRows,
    readonly readRows?: ReadRows,
  ) {
    this.#batch = new Float64Array(fields * ROWS_A_BATCH);
  }

  /** Reads from `from`; returns where it stopped: `to`, or just after the end of the array. */
  scan(bytes: Uint8Array, from: number, to: number): number {
    // Ends with a byte that is no digit, so that the inner loop needs no bound of its own.
    let last = to;
    while (last > from && (bytes[last - 1] - 48) >>> 0 <= 9) last--;
    let at = from;
    while (at < to && !this.done) {
      if (this.readRows && this.#expect === Expect.value && at < last - MARGIN) {
        const next = this.#whole() ? this.readRows(bytes, at, last) : at;
        if (next > at) {
          at = next;
          continue;
        }
      }
      if (this.#expect === Expect.value && at < last - 2) {
        const next = this.#fast(bytes, at, to, last - 2);
        if (next > at && this.#expect === Expect.value) {
          at = next;
          continue;
        }
        at = next;
      }
      if (at < to) at = this.#careful(bytes, at, to);
    }
    return at;
  }

  /** Numbers of at most nine digits, parted as V8 parts them; leaves all else to `#careful`. */
  #fast(bytes: Uint8Array, from: number, to: number, last: number): number {
    const batch = this.#batch;
    if (this.readRows) this.#whole();
    let filled = this.#filled;
    // Where rows can be read whole, this only finishes the one that was begun.
    const room = this.readRows ? filled - (filled % this.fields) + this.fields : batch.length;
    let at = from;
    while (at < last) {
      if (filled === room) {
        if (this.readRows) break;
        this.take(batch, room / this.fields);
        filled = 0;
      }
      const start = at;
      let value = bytes[at] - 48;
      if (value >>> 0 > 9) break;
      at++;
      for (let digit = bytes[at] - 48; digit >>> 0 <= 9; digit = bytes[++at] - 48)
        value = (Math.imul(value, 10) + digit) | 0;
      if (at - start > 9) {
        at = start;
        break;
      }
      batch[filled++] = value;
      const next = bytes[at];
      if (next === 44) {
        at++;
        continue;
      }
      if (next === 10 && at + 1 < to && bytes[at + 1] === 44) {
        at += 2;
        continue;
      }
      this.#expect = Expect.separator;
      break;
    }
    this.#filled = filled;
    return at;
  }

  /** Byte by byte, until a number of the common kind can follow. */
  #careful(bytes: Uint8Array, from: number, to: number): number {
    let at = from;
    while (at < to) {
      const byte = bytes[at++];
      const digit = byte - 48;
      if (digit >>> 0 <= 9) {
        if (this.#expect === Expect.separator) throw malformed(`${this.section} lacks a comma`);
        this.#value = this.#expect === Expect.digit ? this.#value * 10 + digit : digit;
        if (this.#value > Number.MAX_SAFE_INTEGER)
          throw malformed(`${this.section} holds too large a number`);
        this.#expect = Expect.digit;
        continue;
      }
      if (this.#expect === Expect.digit) {
        this.#emit(this.#value);
        this.#expect = Expect.separator;
      }
      if (byte === 44) {
        if (this.#expect !== Expect.separator) throw malformed(`${this.section} holds an empty place`);
        this.#expect = Expect.value;
        return at;
      }
      if (byte === 93) {
        if (this.#expect === Expect.value) throw malformed(`${this.section} ends with a comma`);
        this.#finish();
        return at;
      }
      if (byte !== 10 && byte !== 32 && byte !== 13 && byte !== 9)
        throw malformed(`${this.section} holds something but whole numbers`);
    }
    return at;
  }

  /** Hands on what was gathered when it is whole rows, so that rows read otherwise come after it. */
  #whole(): boolean {
    if (this.#filled % this.fields !== 0) return false;
    if (this.#filled > 0) this.take(this.#batch, this.#filled / this.fields);
    this.#filled = 0;
    return true;
  }

  /** Hands on all that was read, where the next byte begins a row; false where it does not. */
  settle(): boolean {
    return this.#expect === Expect.value && this.#whole();
  }

  #emit(value: number): void {
    if (this.#filled === this.#batch.length) {
      this.take(this.#batch, ROWS_A_BATCH);
      this.#filled = 0;
    }
    this.#batch[this.#filled++] = value;
  }

  #finish(): void {
    if (this.#filled % this.fields !== 0) throw malformed(`${this.section} ends inside a row`);
    this.take(this.#batch, this.#filled / this.fields);
    this.#filled = 0;
    this.done = true;
  }
}
