import type { TargetMemory } from '../entry/target-memory.js';

const BLOCK = 1 << 16;
/** Of 64 kB each: objects that stand beside each other in the collector's lists mostly lie so, too. */
const MOST_BLOCKS = 1024;
const UNREADABLE = new Uint32Array(0);

/** A program's memory, read in blocks that are kept for a while: each is of one moment, two of them are not. */
export class BlockMemory {
  readonly #blocks = new Map<number, Uint32Array>();
  #last = -1;
  #words: Uint32Array = UNREADABLE;

  constructor(private readonly memory: Pick<TargetMemory, 'read'>) {}

  /** The word at an address that is divisible by 8; NaN where there is no memory, or none of a pointer. */
  word(address: number): number {
    if (!(address > 0 && address < 2 ** 47)) return Number.NaN;
    const block = Math.floor(address / BLOCK);
    if (block !== this.#last) this.#load(block);
    const at = (address - block * BLOCK) >>> 2;
    const low = this.#words[at];
    const high = this.#words[at + 1];
    if (low === undefined || high === undefined) return Number.NaN;
    return high < 1 << 21 ? high * 2 ** 32 + low : Number.NaN;
  }

  bytes(address: number, size: number): Buffer | undefined {
    try {
      return this.memory.read(address, size);
    } catch {
      return undefined;
    }
  }

  /** What was read there is read anew. */
  forget(address: number): void {
    const block = Math.floor(address / BLOCK);
    this.#blocks.delete(block);
    if (this.#last === block) this.#last = -1;
  }

  #load(block: number): void {
    let words = this.#blocks.get(block);
    if (!words) {
      words = this.#read(block);
      if (this.#blocks.size >= MOST_BLOCKS) this.#blocks.delete(this.#blocks.keys().next().value as number);
      this.#blocks.set(block, words);
    }
    this.#last = block;
    this.#words = words;
  }

  /** Pages at its end may not be there: what is read before them is. */
  #read(block: number): Uint32Array {
    const bytes = this.bytes(block * BLOCK, BLOCK) ?? this.#byPages(block);
    return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
  }

  #byPages(block: number): Buffer {
    const all = Buffer.alloc(BLOCK);
    for (let at = 0; at < BLOCK; at += 4096) this.bytes(block * BLOCK + at, 4096)?.copy(all, at);
    return all;
  }
}
