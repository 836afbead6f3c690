import { tooLarge } from './bad-profile.js';

/** What came of a file and is not read yet, up to a bound: all of it, where it can only be read whole. */
export class UnreadBytes {
  #bytes: Uint8Array;
  #length = 0;

  /** With room for so many; there may be more. */
  constructor(expected = 0) {
    this.#bytes = new Uint8Array(Math.min(expected, MOST_BYTES));
  }

  push(chunk: Uint8Array): void {
    const length = this.#length + chunk.length;
    if (length > MOST_BYTES) throw tooLarge(`more than ${MOST_BYTES >> 20} MB in one piece`);
    if (length > this.#bytes.length) {
      const longer = new Uint8Array(Math.max(length, Math.min(MOST_BYTES, this.#bytes.length * 2)));
      longer.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = longer;
    }
    this.#bytes.set(chunk, this.#length);
    this.#length = length;
  }

  get length(): number {
    return this.#length;
  }

  /** Until the next `push` or `forget`. */
  whole(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** The first `count` bytes were read. */
  forget(count: number): void {
    this.#bytes.copyWithin(0, count, this.#length);
    this.#length -= count;
  }
}

const MOST_BYTES = 1 << 30;
