import { type FileHandle, open } from 'node:fs/promises';
import type { Region } from '../../../shared/model/region.js';
import { PAGE_SIZE } from './proc-stat.js';

/** Names of memory that the C library's malloc took, as a user reads them. */
export const MALLOC_ARENA = '[malloc arenas of threads]';
export const MALLOC_LARGE = '[malloc large blocks]';

/** glibc reserves an arena's heaps in pieces of this size, aligned to it. */
const HEAP = 64 * 1024 * 1024;
/** From this size on malloc may map a block of its own (its mmap threshold, the smallest it takes). */
const LARGE = 128 * 1024;
/** Blocks followed in one mapping; where as many stand in a row, the rest of the row is taken for more. */
const MOST_STEPS = 32;
/** Reads of the target's memory for one map, 3 µs each. */
const MOST_READS = 1500;

/**
 * Recognises what glibc's malloc has mapped, by what it writes there itself: the head of every block that
 * has a mapping of its own says so in two words, and the heaps of a thread's arena begin at multiples of
 * 64 MB. Reads 16 bytes a block through /proc/PID/mem, where that is allowed; writes nothing.
 */
export class MallocMarks {
  /** Bytes of large blocks by the mapping's place and size. */
  #known = new Map<string, number>();
  #refused = false;

  constructor(private readonly pid: number) {}

  async of(regions: readonly Region[]): Promise<readonly Region[]> {
    const file = this.#refused ? undefined : await this.#open();
    const known = new Map<string, number>();
    const budget = { reads: MOST_READS };
    const out: Region[] = [];
    try {
      for (const [row, region] of regions.entries()) {
        if (!isPlain(region)) out.push(region);
        else if (isArena(region, regions[row + 1])) out.push({ ...region, kind: 'heap', name: MALLOC_ARENA });
        else {
          const key = `${region.start}:${region.end}`;
          const bytes = this.#known.get(key) ?? (file ? await largeBlocks(file, region, budget) : 0);
          if (budget.reads > 0) known.set(key, bytes);
          out.push(...split(region, bytes));
        }
      }
    } finally {
      await file?.close();
    }
    this.#known = known;
    return out;
  }

  async #open(): Promise<FileHandle | undefined> {
    try {
      return await open(`/proc/${this.pid}/mem`, 'r');
    } catch {
      this.#refused = true;
      return undefined;
    }
  }
}

function isPlain({ kind, name, rights, rss }: Region): boolean {
  return (
    kind === 'anonymous' && rights === 'rw-p' && rss > 0 && (name === '' || name.startsWith('[anon: glibc'))
  );
}

/** The part in use is readable, the rest up to the next multiple is reserved without rights. */
function isArena(region: Region, next: Region | undefined): boolean {
  if (region.start % HEAP !== 0 || region.end > region.start + HEAP) return false;
  const full = region.end === region.start + HEAP;
  return full || (next?.rights === '---p' && next.start === region.end && next.end % HEAP === 0);
}

const BLOCK_IS_MAPPED = 2n;

/** How many bytes from the mapping's start on are blocks of malloc, one behind the other. */
async function largeBlocks(file: FileHandle, region: Region, budget: { reads: number }): Promise<number> {
  const head = Buffer.allocUnsafe(16);
  let at = region.start;
  for (let step = 0; at < region.end; step++) {
    if (step === MOST_STEPS) return region.end - region.start;
    if (region.end - at < LARGE || budget.reads-- <= 0) break;
    const { bytesRead } = await file.read(head, 0, 16, at).catch(() => ({ bytesRead: 0 }));
    if (bytesRead !== 16) break;
    const before = head.readBigUInt64LE(0);
    const size = head.readBigUInt64LE(8);
    const length = Number(size & ~7n);
    const fits = (size & 7n) === BLOCK_IS_MAPPED && length >= LARGE && length % PAGE_SIZE === 0;
    if (!fits || before >= BigInt(PAGE_SIZE) || at + length > region.end) break;
    at += length;
  }
  return at - region.start;
}

/** A mapping that is only partly malloc's: what is resident is shared out by length, as smaps does not say where it is. */
function split(region: Region, bytes: number): readonly Region[] {
  const size = region.end - region.start;
  if (bytes === 0) return [region];
  if (bytes >= size) return [{ ...region, kind: 'heap', name: MALLOC_LARGE }];
  const border = region.start + bytes;
  const share = (value: number): number => Math.floor((value * bytes) / size / PAGE_SIZE) * PAGE_SIZE;
  const part = (
    take: (value: number) => number,
  ): Omit<Region, 'start' | 'end' | 'kind' | 'name' | 'rights'> => ({
    rss: take(region.rss),
    pss: take(region.pss),
    uss: take(region.uss),
    anonymous: take(region.anonymous),
    swap: take(region.swap),
    huge: take(region.huge),
    lazyFree: take(region.lazyFree),
    hugetlb: take(region.hugetlb),
  });
  return [
    { ...region, ...part(share), end: border, kind: 'heap', name: MALLOC_LARGE },
    { ...region, ...part((value) => value - share(value)), start: border },
  ];
}
