import { Failure } from '../../../../shared/base/failure.js';
import { PYTHON_HEAP_MAGIC } from '../../../../shared/model/python-heap-stream.js';
import type { HeapSink } from '../../driver.js';

export interface ChildAnswer {
  readonly records: AnswerRecords;
  /** How long the target stood still for the fork, ms. */
  readonly pause: number;
}

const LONGEST = 512 << 20;
const HEADER = 8;

/** Takes a child's answer that is no heap: the same records, each kept under its tag of four letters. */
export class AnswerRecords implements HeapSink {
  readonly #chunks: Uint8Array[] = [];
  #size = 0;
  #records: ReadonlyMap<string, Buffer> | undefined;

  async write(chunk: Uint8Array): Promise<void> {
    this.#size += chunk.length;
    if (this.#size > LONGEST) throw senseless();
    this.#chunks.push(chunk);
  }

  json(): unknown {
    try {
      return JSON.parse(this.#of('JSON').toString('latin1')); // written in ASCII
    } catch (error) {
      throw error instanceof Failure ? error : senseless();
    }
  }

  /** A column: its length as a u32, then the rows. In an ArrayBuffer of its own, so that every row size is aligned. */
  column(tag: string, rowSize: number): ArrayBuffer {
    const record = this.#of(tag);
    if (record.length < 4 || record.length !== 4 + record.readUInt32LE(0) * rowSize) throw senseless();
    return new Uint8Array(record.subarray(4)).buffer;
  }

  #of(tag: string): Buffer {
    this.#records ??= recordsOf(Buffer.concat(this.#chunks.splice(0)));
    const record = this.#records.get(tag);
    if (!record) throw senseless();
    return record;
  }
}

function recordsOf(stream: Buffer): ReadonlyMap<string, Buffer> {
  const records = new Map<string, Buffer>();
  for (let at = PYTHON_HEAP_MAGIC.length; at + HEADER <= stream.length; ) {
    const end = at + HEADER + stream.readUInt32LE(at + 4);
    records.set(stream.toString('latin1', at, at + 4), stream.subarray(at + HEADER, end));
    at = end;
  }
  return records;
}

export const senseless = (): Failure =>
  new Failure('python-agent', 'The agent in the program gave an answer that makes no sense.');
