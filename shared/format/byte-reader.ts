import { malformed } from './malformed-block.js';

/** Reads what ByteWriter wrote. Throws MalformedBlock instead of reading past the end. */
export class ByteReader {
  #at = 0;

  constructor(readonly source: Uint8Array) {}

  get at(): number {
    return this.#at;
  }

  get left(): number {
    return this.source.length - this.#at;
  }

  u8(): number {
    if (this.#at >= this.source.length) throw malformed('it ends early');
    return this.source[this.#at++];
  }

  unsigned(): number {
    let value = 0;
    let scale = 1;
    for (let i = 0; i < 8; i++) {
      const byte = this.u8();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 0x80;
    }
    throw malformed('a number has no end');
  }

  /** A count that cannot be right when it is over `limit`: nothing is allocated for a lie. */
  count(limit: number): number {
    const value = this.unsigned();
    if (value > limit) throw malformed(`a count of ${value} is over ${limit}`);
    return value;
  }

  signed(): number {
    const first = this.u8();
    let magnitude = first & 0x3f;
    if (first & 0x80) magnitude += this.unsigned() * 0x40;
    return first & 0x40 ? -magnitude : magnitude;
  }

  /** A view, not a copy. */
  bytes(length: number): Uint8Array {
    if (length > this.left) throw malformed('it ends early');
    this.#at += length;
    return this.source.subarray(this.#at - length, this.#at);
  }

  text(): string {
    let text = '';
    for (let left = this.count(this.left); left > 0; left--) text += String.fromCharCode(this.unsigned());
    return text;
  }
}
