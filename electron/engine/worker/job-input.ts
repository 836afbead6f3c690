/** What a job is fed with: chunks in order, then an end. */
export class JobInput implements AsyncIterable<Uint8Array> {
  readonly #chunks: Uint8Array[] = [];
  #ended = false;
  #wake: (() => void) | undefined;

  constructor(readonly onTaken: (bytes: number) => void) {}

  put(chunk: Uint8Array | undefined): void {
    if (chunk) this.#chunks.push(chunk);
    else this.#ended = true;
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for (;;) {
      const chunk = this.#chunks.shift();
      if (chunk) {
        yield chunk;
        this.onTaken(chunk.length);
      } else if (this.#ended) return;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
