import { malformed } from './malformed-block.js';

/** Columns one after the other, little-endian, each on a multiple of 8 bytes: read where they lie, without a copy. */
export class AlignedWriter {
  readonly #parts: Uint8Array[] = [];
  #length = 0;

  numbers(...values: readonly number[]): this {
    return this.column(Uint32Array.from(values));
  }

  column(column: Column): this {
    this.#parts.push(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
    this.#length += aligned(column.byteLength);
    return this;
  }

  written(): Uint8Array {
    const bytes = new Uint8Array(this.#length);
    let at = 0;
    for (const part of this.#parts) {
      bytes.set(part, at);
      at += aligned(part.length);
    }
    return bytes;
  }
}

/** Reads what AlignedWriter wrote, as views. Throws MalformedBlock instead of reading past the end. */
export class AlignedReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes.byteOffset % ALIGNMENT === 0 ? bytes : bytes.slice();
  }

  u8(length: number): Uint8Array {
    return new Uint8Array(this.#bytes.buffer, this.#take(length, 1), length);
  }

  u32(length: number): Uint32Array {
    return new Uint32Array(this.#bytes.buffer, this.#take(length, 4), length);
  }

  i32(length: number): Int32Array {
    return new Int32Array(this.#bytes.buffer, this.#take(length, 4), length);
  }

  f64(length: number): Float64Array {
    return new Float64Array(this.#bytes.buffer, this.#take(length, 8), length);
  }

  #take(length: number, size: number): number {
    const start = this.#at;
    if (length * size > this.#bytes.length - start) throw malformed('it ends early');
    this.#at = aligned(start + length * size);
    return this.#bytes.byteOffset + start;
  }
}

type Column = Uint8Array | Uint32Array | Int32Array | Float64Array;

const ALIGNMENT = 8;

const aligned = (size: number): number => Math.ceil(size / ALIGNMENT) * ALIGNMENT;
