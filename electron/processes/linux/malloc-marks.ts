import type { Region } from '../../../shared/model/region.js';
import { PAGE_SIZE } from './proc-stat.js';
import { splitRegion } from './split-region.js';
import type { TargetMemory } from './target-memory.js';

/** Names of memory that the C library's malloc took, as a user reads them. */
export const MALLOC_ARENA = '[malloc arenas of threads]';
export const MALLOC_LARGE = '[malloc large blocks]';

/** glibc reserves an arena's heaps in pieces of this size, aligned to it. */
const HEAP = 64 * 1024 * 1024;
/** From this size on malloc may map a block of its own (its mmap threshold, the smallest it takes). */
const LARGE = 128 * 1024;
/** Blocks followed in one mapping; where as many stand in a row, the rest of the row is taken for more. */
const MOST_STEPS = 32;
/** Reads of the target's memory for one map. */
const MOST_READS = 1500;

/**
 * Recognises what glibc's malloc has mapped, by what it writes there itself: the head of every block that
 * has a mapping of its own says so in two words, and the heaps of a thread's arena begin at multiples of
 * 64 MB. Without `memory` only the arenas are found.
 */
export function markMalloc(regions: readonly Region[], memory: TargetMemory | undefined): readonly Region[] {
  const budget = { reads: MOST_READS };
  return regions.flatMap((region, row) => {
    if (!isPlain(region)) return region;
    if (isArena(region, regions[row + 1])) return { ...region, kind: 'heap' as const, name: MALLOC_ARENA };
    const length = memory ? largeBlocks(memory, region, budget) : 0;
    if (length === 0) return region;
    const large = { kind: 'heap', name: MALLOC_LARGE } as const;
    if (length === region.end - region.start) return { ...region, ...large };
    const [blocks, rest] = splitRegion(region, length / (region.end - region.start));
    return [{ ...blocks, ...large }, rest];
  });
}

/** Memory that nobody has named: what allocators take. */
export function isPlain({ kind, name, rights, rss }: Region): boolean {
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
const head = Buffer.allocUnsafe(16);

/** How many bytes from the mapping's start on are blocks of malloc, one behind the other. */
function largeBlocks(memory: TargetMemory, region: Region, budget: { reads: number }): number {
  let at = region.start;
  for (let step = 0; at < region.end; step++) {
    if (step === MOST_STEPS) return region.end - region.start;
    if (region.end - at < LARGE || budget.reads-- <= 0 || !memory.read(at, head)) break;
    const before = head.readBigUInt64LE(0);
    const size = head.readBigUInt64LE(8);
    const length = Number(size & ~7n);
    const fits = (size & 7n) === BLOCK_IS_MAPPED && length >= LARGE && length % PAGE_SIZE === 0;
    if (!fits || before >= BigInt(PAGE_SIZE) || at + length > region.end) break;
    at += length;
  }
  return at - region.start;
}
