import { malformedStream } from './malformed-stream.js';

/** A record longer than this is none of the agent's. */
const LONGEST = 256 << 20;
const HEADER = 8;

/** Takes one whole record; `payload` is only valid during the call. */
export type TakeRecord = (tag: number, payload: DataView) => void;

/** Cuts a stream that comes in chunks cut anywhere into its records. */
export class RecordSplitter {
  /** Bytes of a record, or of a header, that is not whole yet. */
  #held = new Uint8Array(1 << 16);
  #size = 0;

  constructor(readonly take: TakeRecord) {}

  push(chunk: Uint8Array, from: number): void {
    let at = from;
    while (at < chunk.length) {
      if (this.#size === 0) {
        at = this.#inPlace(chunk, at);
        if (at >= chunk.length) return;
      }
      const wanted = this.#wanted();
      const step = Math.min(wanted - this.#size, chunk.length - at);
      this.#keep(chunk, at, step);
      at += step;
      if (this.#size >= HEADER && this.#size === this.#wanted()) {
        const size = this.#size;
        this.#size = 0;
        this.#record(this.#held, 0, size - HEADER);
      }
    }
  }

  /** Records that lie whole in the chunk are not copied. Returns where the first one begins that does not. */
  #inPlace(chunk: Uint8Array, from: number): number {
    let at = from;
    while (at + HEADER <= chunk.length) {
      const length = lengthAt(chunk, at);
      if (at + HEADER + length > chunk.length) break;
      this.#record(chunk, at, length);
      at += HEADER + length;
    }
    return at;
  }

  #wanted(): number {
    return this.#size < HEADER ? HEADER : HEADER + lengthAt(this.#held, 0);
  }

  #keep(chunk: Uint8Array, at: number, step: number): void {
    if (this.#size + step > this.#held.length) {
      const grown = new Uint8Array(Math.max(this.#size + step, this.#held.length * 2));
      grown.set(this.#held.subarray(0, this.#size));
      this.#held = grown;
    }
    this.#held.set(chunk.subarray(at, at + step), this.#size);
    this.#size += step;
  }

  #record(bytes: Uint8Array, at: number, length: number): void {
    const tag = new DataView(bytes.buffer, bytes.byteOffset + at, HEADER).getUint32(0, true);
    this.take(tag, new DataView(bytes.buffer, bytes.byteOffset + at + HEADER, length));
  }
}

function lengthAt(bytes: Uint8Array, at: number): number {
  const length = new DataView(bytes.buffer, bytes.byteOffset + at, HEADER).getUint32(4, true);
  if (length > LONGEST) throw malformedStream('a record is longer than 256 MB');
  return length;
}
