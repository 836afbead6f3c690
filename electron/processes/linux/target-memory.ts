import { closeSync, openSync, readSync } from 'node:fs';
import { PAGE_SIZE } from './proc-stat.js';

/** Bits of a word of /proc/PID/pagemap: the page is in memory. */
const PRESENT = 0x80;

/**
 * Reads a few bytes here and there of another process's memory, 3 µs each, where a debugger could. Pages
 * that are not in memory are never asked for: that would bring them in, and the target would feel it.
 * Writes nothing.
 */
export class TargetMemory {
  readonly #entry = Buffer.allocUnsafe(8);

  private constructor(
    readonly memory: number,
    readonly pages: number,
  ) {}

  /** Undefined where the kernel does not let us. */
  static open(pid: number): TargetMemory | undefined {
    let memory: number | undefined;
    try {
      memory = openSync(`/proc/${pid}/mem`, 'r');
      return new TargetMemory(memory, openSync(`/proc/${pid}/pagemap`, 'r'));
    } catch {
      if (memory !== undefined) closeSync(memory);
      return undefined;
    }
  }

  /** Fills `into` from `address`, which must not reach over the end of a page; false where there is nothing. */
  read(address: number, into: Buffer): boolean {
    try {
      const at = Math.floor(address / PAGE_SIZE) * 8;
      if (readSync(this.pages, this.#entry, 0, 8, at) !== 8 || !(this.#entry[7] & PRESENT)) return false;
      return readSync(this.memory, into, 0, into.length, address) === into.length;
    } catch {
      return false;
    }
  }

  close(): void {
    closeSync(this.memory);
    closeSync(this.pages);
  }
}
