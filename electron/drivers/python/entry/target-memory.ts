import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { Failure } from '../../../../shared/base/failure.js';

/**
 * Another process's memory through `/proc/PID/mem`. The descriptor keeps the address space it was opened on:
 * after an `exec` or a reused PID it reads nothing, so a write can never reach a stranger.
 */
export class TargetMemory {
  readonly #fd: number;

  private constructor(fd: number) {
    this.#fd = fd;
  }

  static open(pid: number, access: 'r' | 'r+'): TargetMemory {
    return new TargetMemory(openSync(`/proc/${pid}/mem`, access));
  }

  close(): void {
    closeSync(this.#fd);
  }

  read(address: number, size: number): Buffer {
    const bytes = Buffer.alloc(size);
    if (readSync(this.#fd, bytes, 0, size, address) !== size) throw gone();
    return bytes;
  }

  u8(address: number): number {
    return this.read(address, 1).readUInt8(0);
  }

  i32(address: number): number {
    return this.read(address, 4).readInt32LE(0);
  }

  u32(address: number): number {
    return this.read(address, 4).readUInt32LE(0);
  }

  /** Addresses and sizes: anything above 2^53 is no address and reads as NaN. */
  u64(address: number): number {
    const value = this.read(address, 8).readBigUInt64LE(0);
    return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : Number.NaN;
  }

  write(address: number, bytes: Uint8Array): void {
    if (writeSync(this.#fd, bytes, 0, bytes.length, address) !== bytes.length) throw gone();
  }

  writeU8(address: number, value: number): void {
    this.write(address, Uint8Array.of(value));
  }

  writeI32(address: number, value: number): void {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32LE(value);
    this.write(address, bytes);
  }
}

/** A read of no bytes: the address space behind the descriptor has ended. */
function gone(): Failure {
  return new Failure('no-such-process', 'The process ended while it was being entered.');
}
