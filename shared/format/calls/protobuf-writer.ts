import { encodeUtf8 } from '../../model/byte-strings.js';

/** Writes protocol buffers: https://protobuf.dev/programming-guides/encoding/. Whole numbers alone, to 2^53 to both sides. */
export class ProtobufWriter {
  #bytes = new Uint8Array(256);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  number(field: number, value: number): this {
    if (value === 0) return this;
    this.#varint(field * 8);
    this.#varint(value);
    return this;
  }

  /** Packed. */
  numbers(field: number, values: readonly number[]): this {
    const inner = new ProtobufWriter();
    for (const value of values) inner.#varint(value);
    return this.message(field, inner);
  }

  message(field: number, inner: ProtobufWriter): this {
    this.#varint(field * 8 + 2);
    this.#varint(inner.#length);
    this.#room(inner.#length);
    this.#bytes.set(inner.#bytes.subarray(0, inner.#length), this.#length);
    this.#length += inner.#length;
    return this;
  }

  text(field: number, text: string): this {
    const inner = new ProtobufWriter();
    inner.#room(text.length * 3);
    inner.#length = encodeUtf8(text, inner.#bytes, 0);
    return this.message(field, inner);
  }

  /** What was written, and begins again. */
  taken(): Uint8Array {
    const bytes = this.#bytes.slice(0, this.#length);
    this.#length = 0;
    return bytes;
  }

  #varint(value: number): void {
    this.#room(10);
    if (value < 0) {
      // Ten bytes, as what it is short of 2^64.
      for (let rest = BigInt.asUintN(64, BigInt(value)); ; rest >>= 7n) {
        const more = rest >= 0x80n;
        this.#bytes[this.#length++] = Number(rest & 0x7fn) | (more ? 0x80 : 0);
        if (!more) return;
      }
    }
    let rest = value;
    while (rest >= 0x80) {
      this.#bytes[this.#length++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#bytes[this.#length++] = rest;
  }

  #room(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const longer = new Uint8Array(Math.max(this.#length + more, this.#bytes.length * 2));
    longer.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = longer;
  }
}
