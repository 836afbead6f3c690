const CHUNK = 1 << 18;
/** Room that is always there for one number or one escaped byte. */
const MARGIN = 64;

/** Writes JSON as bytes in chunks. The chunk given to `sink` is used again: take it or copy it. */
export class JsonBytes {
  readonly #bytes = new Uint8Array(CHUNK);
  #size = 0;

  constructor(readonly sink: (chunk: Uint8Array) => void) {}

  /** ASCII only. */
  text(ascii: string): void {
    for (let i = 0; i < ascii.length; i++) {
      if (this.#size >= CHUNK) this.flush();
      this.#bytes[this.#size++] = ascii.charCodeAt(i);
    }
  }

  byte(byte: number): void {
    if (this.#size >= CHUNK) this.flush();
    this.#bytes[this.#size++] = byte;
  }

  /** A whole number from 0 to 2^53; anything else, which no column should hold, as 0. */
  number(value: number): void {
    if (this.#size + MARGIN > CHUNK) this.flush();
    if (!(value >= 0 && value <= Number.MAX_SAFE_INTEGER)) value = 0;
    const bytes = this.#bytes;
    let digits = 1;
    for (let limit = 10; value >= limit; limit *= 10) digits++;
    const end = this.#size + digits;
    let at = end;
    if (value > 0xffff_ffff) {
      do {
        bytes[--at] = 48 + (value % 10);
        value = Math.floor(value / 10);
      } while (at > this.#size);
    } else {
      value >>>= 0;
      do {
        const rest = (value / 10) >>> 0;
        bytes[--at] = 48 + value - rest * 10;
        value = rest;
      } while (at > this.#size);
    }
    this.#size = end;
  }

  /** A string from its UTF-8; what a JSON string may not hold is escaped, and a lone surrogate too. */
  string(utf8: Uint8Array, from: number, to: number): void {
    this.byte(34);
    for (let at = from; at < to; at++) {
      if (this.#size + MARGIN > CHUNK) this.flush();
      const byte = utf8[at];
      if (byte === 34 || byte === 92) this.#bytes[this.#size++] = 92;
      if (byte < 32) this.#escape(byte);
      else if (byte === 0xed && at + 2 < to && utf8[at + 1] >= 0xa0) {
        this.#escape(0xd000 | ((utf8[at + 1] & 0x3f) << 6) | (utf8[at + 2] & 0x3f));
        at += 2;
      } else this.#bytes[this.#size++] = byte;
    }
    this.byte(34);
  }

  flush(): void {
    if (this.#size > 0) this.sink(this.#bytes.subarray(0, this.#size));
    this.#size = 0;
  }

  #escape(unit: number): void {
    const written = SHORT[unit] ?? `\\u${unit.toString(16).padStart(4, '0')}`;
    for (let i = 0; i < written.length; i++) this.#bytes[this.#size++] = written.charCodeAt(i);
  }
}

/** Escapes with a letter of their own, by code unit. */
const SHORT: Readonly<Record<number, string | undefined>> = { 9: '\\t', 10: '\\n', 13: '\\r' };
