import { columnU8, columnU32, grownU8, grownU32 } from '../../base/column-memory.js';
import { ByteStrings } from '../../model/byte-strings.js';
import { malformedStream } from './malformed-stream.js';

/** The stream's string table as it grows. */
export class StringRecords {
  rows = 0;
  #bytes = columnU8(1 << 16);
  #starts = columnU32(1 << 12);
  #size = 0;

  take(payload: DataView): void {
    let at = 0;
    while (at < payload.byteLength) {
      if (at + 4 > payload.byteLength) throw malformedStream('a string has no length');
      const length = payload.getUint32(at, true);
      at += 4;
      if (length > payload.byteLength - at) throw malformedStream('a string is longer than its record');
      this.#add(new Uint8Array(payload.buffer, payload.byteOffset + at, length));
      at += length;
    }
  }

  strings(): ByteStrings {
    return new ByteStrings(this.#bytes.subarray(0, this.#size), this.#starts.subarray(0, this.rows + 1));
  }

  #add(text: Uint8Array): void {
    const wanted = this.#size + text.length;
    if (wanted > 0xffff_ffff) throw malformedStream('its strings are longer than 4 GiB');
    if (wanted > this.#bytes.length)
      this.#bytes = grownU8(this.#bytes, Math.max(wanted, this.#bytes.length * 2));
    if (this.rows + 2 > this.#starts.length) this.#starts = grownU32(this.#starts, this.#starts.length * 2);
    this.#bytes.set(text, this.#size);
    this.#size = wanted;
    this.#starts[++this.rows] = wanted;
  }
}
