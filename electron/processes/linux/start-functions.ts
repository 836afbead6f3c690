import { basename } from 'node:path';
import type { Region } from '../../../shared/model/region.js';
import { ElfSymbols } from './elf-symbols.js';
import { PAGE_SIZE } from './proc-stat.js';
import { regionAt } from './region-at.js';
import { TargetMemory } from './target-memory.js';

/** Threads looked at for one inventory, 25 µs each; the others come with the next. */
const MOST_LOOKED = 500;

/**
 * Which function each thread was started with. glibc keeps it in `struct pthread`, which lies at the top of the
 * thread's stack and is known by three of its fields: two that hold its own address, one the thread's id. The
 * first word behind them that points into code is `start_routine` (nptl/descr.h). x86-64 alone: elsewhere that
 * structure has no field with its own address.
 */
export class StartFunctions {
  /** A thread keeps its start; ids that are gone are forgotten. */
  readonly #known = new Map<number, string | undefined>();

  constructor(private readonly pid: number) {}

  /** `stackOf` answers the mapping in which a thread's stack lies. */
  find(
    threads: readonly number[],
    regions: readonly Region[],
    stackOf: (thread: number) => Region | undefined,
  ): ReadonlyMap<number, string | undefined> {
    if (process.arch !== 'x64') return this.#known;
    const alive = new Set(threads);
    for (const id of this.#known.keys()) if (!alive.has(id)) this.#known.delete(id);
    const fresh = threads.filter((id) => !this.#known.has(id) && id !== this.pid).slice(0, MOST_LOOKED);
    const memory = fresh.length > 0 ? TargetMemory.open(this.pid) : undefined;
    if (!memory) return this.#known;
    try {
      for (const id of fresh) {
        const stack = stackOf(id);
        const address = stack && startAddress(memory, stack, id, regions);
        if (stack) this.#known.set(id, address === undefined ? undefined : this.#name(address, regions));
      }
    } finally {
      memory.close();
    }
    return this.#known;
  }

  #name(address: number, regions: readonly Region[]): string | undefined {
    const code = regionAt(regions, address);
    if (!code) return undefined;
    // Parts of one file are mapped one behind the other, in the order of the file: the first begins at 0.
    const first = regions.find(({ name }) => name === code.name) ?? code;
    const file = basename(code.name.replace(/ \(deleted\)$/, '')) || 'code without a file';
    const symbol = ElfSymbols.of(`/proc/${this.pid}/root${code.name}`)?.functionAt(address, first.start);
    return symbol ? `${file}!${symbol}` : `${file}+0x${(address - first.start).toString(16)}`;
  }
}

/** How far below the top of its stack the structure may lie: thread-local variables are above it. */
const PAGES = 4;
const top = Buffer.allocUnsafe(PAGES * PAGE_SIZE);
/** `struct pthread` of glibc on x86-64: header.tcb at 0, header.self at 16, tid at 720; the rest is shorter than this. */
const SELF = 16;
const TID = 720;
const LENGTH = 0x900;

function startAddress(
  memory: TargetMemory,
  stack: Region,
  id: number,
  regions: readonly Region[],
): number | undefined {
  const begin = Math.max(stack.start, stack.end - top.length);
  const length = stack.end - begin;
  for (let at = 0; at < length; at += PAGE_SIZE) {
    const page = top.subarray(at, at + PAGE_SIZE);
    if (!memory.read(begin + at, page)) page.fill(0);
  }
  for (let at = length - TID - 8; at >= 0; at -= 8) {
    if (top.readInt32LE(at + TID) !== id) continue;
    const own = BigInt(begin + at);
    if (top.readBigUInt64LE(at) !== own || top.readBigUInt64LE(at + SELF) !== own) continue;
    for (let field = at + TID + 8; field + 8 <= Math.min(at + LENGTH, length); field += 8) {
      const value = Number(top.readBigUInt64LE(field));
      if (value >= PAGE_SIZE && regionAt(regions, value)?.rights[2] === 'x') return value;
    }
    return undefined;
  }
  return undefined;
}
