import { Failure } from '../../../../shared/base/failure.js';
import { PYTHON_HEAP_MAGIC, PythonHeapTag } from '../../../../shared/model/python-heap-stream.js';

/** The child's last words when it fails: a traceback. Importers pass over it. */
const FAILED = 0x4c494146;
const HEADER = 8;

/** Looks at the records of a heap stream as it passes: how many objects came, whether it ended, why it failed. */
export class StreamWatch {
  nodes = 0;
  bytes = 0;
  ended = false;
  #skip = PYTHON_HEAP_MAGIC.length;
  #head = Buffer.alloc(0);
  #failing = 0;
  #failure = '';

  take(chunk: Uint8Array): void {
    this.bytes += chunk.length;
    for (let at = 0; at < chunk.length; ) {
      const step = Math.min(this.#skip, chunk.length - at);
      if (this.#failing > 0) this.#failure += Buffer.from(chunk.subarray(at, at + step)).toString('utf8');
      at += step;
      this.#skip -= step;
      if (this.#skip > 0 || at >= chunk.length) return;
      at += this.#header(chunk.subarray(at));
    }
  }

  /** Throws what the child said, or that it broke off. */
  requireWhole(): void {
    if (this.#failing > 0) {
      const last = this.#failure.trim().split('\n').at(-1) ?? '';
      throw new Failure('python-capture', `The walk through the heap failed: ${last.slice(0, 300)}.`);
    }
    if (!this.ended) {
      throw new Failure(
        'python-capture',
        'The snapshot broke off: the process that took it was ended, perhaps for lack of memory.',
        'Look at the kernel log (dmesg) for "oom-kill", make room, and try again.',
      );
    }
  }

  /** Returns how many bytes it used of `chunk`. A header and a node count are collected across chunks. */
  #header(chunk: Uint8Array): number {
    const wanted = HEADER + 4;
    const used = Math.min(wanted - this.#head.length, chunk.length);
    this.#head = Buffer.concat([this.#head, chunk.subarray(0, used)]);
    if (this.#head.length < wanted) return used;
    const tag = this.#head.readUInt32LE(0);
    const length = this.#head.readUInt32LE(4);
    if (tag === PythonHeapTag.nodes || tag === PythonHeapTag.leaves) this.nodes += this.#head.readUInt32LE(8);
    if (tag === PythonHeapTag.end) this.ended = true;
    if (tag === FAILED) {
      this.#failing = length;
      this.#failure = this.#head.subarray(8).toString('utf8');
    }
    this.#head = Buffer.alloc(0);
    this.#skip = length - 4; // no record of the agent's is shorter than that
    return used;
  }
}
