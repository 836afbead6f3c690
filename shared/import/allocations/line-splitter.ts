import { decodeUtf8 } from '../../model/byte-strings.js';
import { tooLarge } from './bad-profile.js';

/** Cuts a stream into lines of text. The last one needs no line feed. */
export class LineSplitter {
  #rest: Uint8Array = new Uint8Array(0);

  constructor(private readonly line: (text: string) => void) {}

  push(chunk: Uint8Array): void {
    let from = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, from)) {
      if (this.#rest.length > 0) {
        this.#keep(chunk.subarray(from, end));
        this.#tell(this.#rest, 0, this.#rest.length);
        this.#rest = new Uint8Array(0);
      } else this.#tell(chunk, from, end);
      from = end + 1;
    }
    if (from < chunk.length) this.#keep(chunk.subarray(from));
  }

  end(): void {
    if (this.#rest.length > 0) this.#tell(this.#rest, 0, this.#rest.length);
  }

  #tell(bytes: Uint8Array, from: number, to: number): void {
    const end = to > from && bytes[to - 1] === RETURN ? to - 1 : to;
    this.line(decodeUtf8(bytes, from, end));
  }

  #keep(part: Uint8Array): void {
    const joined = new Uint8Array(this.#rest.length + part.length);
    if (joined.length > MOST_LINE) throw tooLarge(`a line of more than ${MOST_LINE >> 20} MB`);
    joined.set(this.#rest);
    joined.set(part, this.#rest.length);
    this.#rest = joined;
  }
}

const LINE_FEED = 10;
const RETURN = 13;
/** 10,000 frames, each with a long name; or one name of 10 MB, several times. */
const MOST_LINE = 128 << 20;
