import { Socket } from 'node:net';

const BLOCK = 1 << 20;
/** What a pipe holds: with less room left a block is handed on. */
const PIPE = 64 << 10;
const MOST_WAITING = 8;

/**
 * Reads a pipe into blocks of a megabyte. At most eight wait to be taken; then it stops reading and the
 * writer waits in the kernel. Blocks that are given back are filled again: an engine's garbage collector
 * does not see dead buffers in time, and a gigabyte of snapshot would become a gigabyte of memory.
 */
export class PipeReader {
  readonly firstByte: Promise<void>;
  readonly #socket: Socket;
  readonly #full: Buffer[] = [];
  readonly #spare: Buffer[] = [];
  #block: Buffer = Buffer.allocUnsafeSlow(BLOCK);
  #filled = 0;
  #ended = false;
  #started: () => void = () => undefined;
  #wake: () => void = () => undefined;

  /** Owns the descriptor from now on. */
  constructor(fd: number) {
    this.firstByte = new Promise((resolve) => {
      this.#started = resolve;
    });
    const onread = {
      buffer: () => this.#block.subarray(this.#filled),
      callback: (length: number) => this.#take(length),
    };
    const options = { fd, readable: true, writable: false, onread };
    this.#socket = new Socket(options as ConstructorParameters<typeof Socket>[0]);
    const end = (): void => {
      this.#ended = true;
      this.#wake();
    };
    this.#socket.on('end', end).on('close', end).on('error', end);
  }

  /** The next block, undefined after the last. One caller at a time. */
  async next(): Promise<Buffer | undefined> {
    while (this.#full.length === 0 && !this.#ended) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const block = this.#full.shift();
    if (block) {
      if (this.#full.length === MOST_WAITING / 2) this.#socket.resume();
      return block;
    }
    const rest: Buffer | undefined = this.#filled > 0 ? this.#block.subarray(0, this.#filled) : undefined;
    this.#filled = 0;
    return rest;
  }

  /** A block from `next` whose bytes nobody needs any more. One that was transferred to a thread is gone. */
  giveBack(block: Buffer): void {
    if (block.buffer.byteLength === BLOCK) this.#spare.push(Buffer.from(block.buffer as ArrayBuffer));
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #take(length: number): boolean {
    this.#started();
    this.#filled += length;
    if (BLOCK - this.#filled >= PIPE) return true;
    this.#full.push(this.#block.subarray(0, this.#filled));
    this.#block = this.#spare.pop() ?? Buffer.allocUnsafeSlow(BLOCK);
    this.#filled = 0;
    this.#wake();
    return this.#full.length < MOST_WAITING;
  }
}
