/** Bytes that grow as they are written: little-endian, integers of 7 bits a byte, lowest first. */
export class ByteWriter {
  #bytes: Uint8Array;
  #length = 0;

  constructor(capacity = 1024) {
    this.#bytes = new Uint8Array(capacity);
  }

  get length(): number {
    return this.#length;
  }

  u8(value: number): void {
    this.#room(1);
    this.#bytes[this.#length++] = value;
  }

  /** An integer from 0 to 2^53 - 1. */
  unsigned(value: number): void {
    this.#room(8);
    let rest = value;
    while (rest >= 0x80) {
      this.#bytes[this.#length++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#bytes[this.#length++] = rest;
  }

  /** An integer of magnitude up to 2^53 - 1: the first byte holds the sign and six bits. */
  signed(value: number): void {
    const magnitude = Math.abs(value);
    const low = (magnitude % 0x40) | (value < 0 ? 0x40 : 0);
    if (magnitude < 0x40) {
      this.u8(low);
      return;
    }
    this.u8(low | 0x80);
    this.unsigned(Math.floor(magnitude / 0x40));
  }

  bytes(given: Uint8Array): void {
    this.#room(given.length);
    this.#bytes.set(given, this.#length);
    this.#length += given.length;
  }

  /** UTF-16 units: for short names, and without an encoder, which this room does not have. */
  text(given: string): void {
    this.unsigned(given.length);
    for (let i = 0; i < given.length; i++) this.unsigned(given.charCodeAt(i));
  }

  /** A view on what was written; valid until the next write. */
  written(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  clear(): void {
    this.#length = 0;
  }

  #room(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + more));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }
}
