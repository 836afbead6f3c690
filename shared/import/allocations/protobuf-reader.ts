import { decodeUtf8 } from '../../model/byte-strings.js';
import { malformed, truncated } from './bad-profile.js';

/** Reads one message of protocol buffers, field by field: https://protobuf.dev/programming-guides/encoding/. */
export class ProtobufReader {
  #at: number;
  #wire = 0;
  /** Of the field that `next` stands at. */
  field = 0;

  constructor(
    private readonly bytes: Uint8Array,
    from = 0,
    private readonly to = bytes.length,
  ) {
    this.#at = from;
  }

  /** False at the message's end. What was not read of the field before is skipped by `skip` alone. */
  next(): boolean {
    if (this.#at >= this.to) return false;
    const tag = this.#varint();
    this.field = Math.floor(tag / 8);
    this.#wire = tag % 8;
    return true;
  }

  /** A whole number; those below zero come as they are. Beyond 2^53 the last digits are lost. */
  number(): number {
    if (this.#wire !== VARINT) throw malformed(`field ${this.field} is no number`);
    return this.#varint();
  }

  /** Every number of a repeated field, whether it is packed or not. */
  numbers(each: (value: number) => void): void {
    if (this.#wire === VARINT) {
      each(this.#varint());
      return;
    }
    const end = this.#end();
    while (this.#at < end) each(this.#varint());
    if (this.#at !== end) throw malformed('packed numbers do not end where they should');
  }

  message(): ProtobufReader {
    const end = this.#end();
    const from = this.#at;
    this.#at = end;
    return new ProtobufReader(this.bytes, from, end);
  }

  text(): string {
    const end = this.#end();
    const text = decodeUtf8(this.bytes, this.#at, end);
    this.#at = end;
    return text;
  }

  skip(): void {
    if (this.#wire === VARINT) this.#varint();
    else if (this.#wire === FIXED64) this.#at += 8;
    else if (this.#wire === FIXED32) this.#at += 4;
    else this.#at = this.#end();
    if (this.#at > this.to) throw truncated('in the middle of a field');
  }

  #end(): number {
    if (this.#wire !== BYTES) throw malformed(`field ${this.field} is no message`);
    const length = this.#varint();
    if (length < 0 || length > this.to - this.#at) throw truncated('in the middle of a message');
    return this.#at + length;
  }

  #varint(): number {
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (this.#at >= this.to) throw truncated('in the middle of a number');
      const byte = this.bytes[this.#at++];
      const bits = byte & 0x7f;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high |= bits >>> 4;
      } else if (shift < 64) high |= bits << (shift - 32);
      if (byte < 0x80) return (high | 0) * 0x1_0000_0000 + (low >>> 0);
    }
    throw malformed('a number has no end');
  }
}

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;
