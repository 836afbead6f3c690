import { tooLarge } from './bad-profile.js';

/** What came of a file and is not read yet: what was read is forgotten, so that a file of any size takes little room. */
export class ComingBytes {
  #bytes = new Uint8Array(ROOM);
  #length = 0;

  push(chunk: Uint8Array): void {
    const length = this.#length + chunk.length;
    if (length > MOST_BYTES) throw tooLarge(`one part of it has more than ${MOST_BYTES >> 20} MB`);
    if (length > this.#bytes.length) {
      const longer = new Uint8Array(Math.max(length, Math.min(MOST_BYTES, this.#bytes.length * 2)));
      longer.set(this.unread());
      this.#bytes = longer;
    }
    this.#bytes.set(chunk, this.#length);
    this.#length = length;
  }

  get length(): number {
    return this.#length;
  }

  /** Until the next `push` or `forget`. */
  unread(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** The first `count` bytes were read. */
  forget(count: number): void {
    this.#bytes.copyWithin(0, count, this.#length);
    this.#length -= count;
  }
}

const ROOM = 1 << 21;
const MOST_BYTES = 1 << 30;
