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
/** Reads of the target's memory for one map: counted down. */
export interface Budget {
  reads: number;
}

export const mallocBudget = (): Budget => ({ reads: 1500 });

/**
 * Recognises what glibc's malloc has mapped, by what it writes there itself: the head of every block that has a mapping of
 * its own says so in two words, and the heaps of a thread's arena begin at multiples of 64 MB and say how long they are. The
 * kernel joins neighbours to one mapping: each is cut out of it. Without `memory`, or once
 * the budget is used up, only arenas are found, by their shape.
 */
export function markMalloc(
  regions: readonly Region[],
  memory: TargetMemory | undefined,
  budget = mallocBudget(),
): readonly Region[] {
  return regions.flatMap((region, row) => {
    if (!isPlain(region)) return region;
    const next = regions[row + 1];
    if (memory) return [...pieces(region, next, memory, budget)];
    return isArena(region, next) ? { ...region, ...ARENA } : region;
  });
}

const ARENA = { kind: 'heap', name: MALLOC_ARENA } as const;
const BLOCKS = { kind: 'heap', name: MALLOC_LARGE } as const;

function* pieces(
  region: Region,
  next: Region | undefined,
  memory: TargetMemory,
  budget: Budget,
): Generator<Region> {
  let rest = region;
  while (rest.end > rest.start) {
    const arena = arenaLength(memory, rest, next, budget);
    const large = arena > 0 ? 0 : largeBlocks(memory, rest, budget);
    const length = arena || large || unmarked(memory, rest, budget);
    const mark = arena > 0 ? ARENA : large > 0 ? BLOCKS : {};
    if (length >= rest.end - rest.start) return yield { ...rest, ...mark };
    const [piece, after] = splitRegion(rest, length / (rest.end - rest.start));
    yield { ...piece, ...mark };
    rest = after;
  }
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

const heapInfo = Buffer.allocUnsafe(32);

/** Bytes from the mapping's start on that are a heap of an arena; 0 where none begins there. */
function arenaLength(memory: TargetMemory, region: Region, next: Region | undefined, budget: Budget): number {
  if (region.start % HEAP !== 0) return 0;
  const length = region.end - region.start;
  if (budget.reads-- <= 0 || !memory.read(region.start, heapInfo)) return isArena(region, next) ? length : 0;
  return Math.min(length, heapLength(region.start));
}

/**
 * What `heap_info` of glibc's malloc/arena.c says in `heapInfo`: arena, heap before, bytes in use, bytes with rights. The first
 * heap of an arena has the arena right behind this.
 */
function heapLength(at: number): number {
  const arena = heapInfo.readBigUInt64LE(0);
  const before = heapInfo.readBigUInt64LE(8);
  const size = Number(heapInfo.readBigUInt64LE(16));
  const open = Number(heapInfo.readBigUInt64LE(24));
  const first = before === 0n;
  const near = arena > BigInt(at) && arena < BigInt(at + PAGE_SIZE);
  const whole = size > 0 && size <= open && open <= HEAP && size % PAGE_SIZE === 0 && open % PAGE_SIZE === 0;
  return whole && (first ? near : !near && arena !== 0n && Number(before) % HEAP === 0) ? open : 0;
}

/** Bytes up to the next heap of an arena in the same mapping. */
function unmarked(memory: TargetMemory, region: Region, budget: Budget): number {
  for (let at = Math.ceil((region.start + 1) / HEAP) * HEAP; at < region.end; at += HEAP)
    if (budget.reads-- > 0 && memory.read(at, heapInfo) && heapLength(at) > 0) return at - region.start;
  return region.end - region.start;
}

const BLOCK_IS_MAPPED = 2n;
const head = Buffer.allocUnsafe(16);

/** How many bytes from the mapping's start on are blocks of malloc, one behind the other. */
function largeBlocks(memory: TargetMemory, region: Region, budget: Budget): number {
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
