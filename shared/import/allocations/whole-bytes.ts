import { tooLarge } from './bad-profile.js';

/** Collects a file that can only be read whole, up to a bound. */
export class WholeBytes {
  readonly #chunks: Uint8Array[] = [];
  #length = 0;

  push(chunk: Uint8Array): void {
    this.#length += chunk.length;
    if (this.#length > MOST_BYTES) throw tooLarge(`more than ${MOST_BYTES >> 20} MB`);
    this.#chunks.push(chunk.slice());
  }

  whole(): Uint8Array {
    if (this.#chunks.length === 1) return this.#chunks[0];
    const bytes = new Uint8Array(this.#length);
    let at = 0;
    for (const chunk of this.#chunks.splice(0)) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    return bytes;
  }
}

const MOST_BYTES = 1 << 30;
