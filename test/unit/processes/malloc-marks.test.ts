import { expect, it } from 'vitest';
import { MALLOC_ARENA, MALLOC_LARGE, markMalloc } from '../../../electron/processes/linux/malloc-marks.js';
import type { TargetMemory } from '../../../electron/processes/linux/target-memory.js';
import type { Region } from '../../../shared/model/region.js';

const MB = 1 << 20;
const HEAP = 64 * MB;

const plain = (start: number, bytes: number, rights = 'rw-p'): Region => ({
  ...{ start, end: start + bytes, rights, kind: 'anonymous', name: '', rss: rights === '---p' ? 0 : bytes },
  ...{ pss: bytes, uss: bytes, anonymous: bytes, swap: 0, huge: 0, lazyFree: 0, hugetlb: 0 },
});

/** Words at addresses; everything else that is there is zeros, as fresh memory is. */
const memory = (words: Readonly<Record<number, readonly bigint[]>>): TargetMemory =>
  ({
    read(address: number, into: Buffer) {
      into.fill(0);
      const found = words[address]?.slice(0, into.length / 8) ?? [];
      for (const [at, word] of found.entries()) into.writeBigUInt64LE(word, at * 8);
      return true;
    },
  }) as TargetMemory;

/** The first heap of an arena, this long. */
const arena = (at: number, bytes: number): readonly bigint[] => [
  BigInt(at + 64),
  0n,
  BigInt(bytes),
  BigInt(bytes),
];

const told = (regions: readonly Region[], words: Readonly<Record<number, readonly bigint[]>>) =>
  markMalloc(regions, memory(words)).map(({ name, start, end }) => [name, (end - start) / MB] as const);

it('cuts an arena out of what the kernel has joined with it', () => {
  const at = 16 * HEAP;
  // Mapped directly, 10 MB below the arena and 20 MB behind its end.
  const joined = plain(at - 10 * MB, 38 * MB);
  expect(told([joined], { [at]: arena(at, 8 * MB) })).toEqual([
    ['', 10],
    [MALLOC_ARENA, 8],
    ['', 20],
  ]);
});

it('takes no memory for an arena because it lies at a multiple of 64 MB', () => {
  expect(told([plain(16 * HEAP, HEAP)], {})).toEqual([['', 64]]);
});

it('follows the second heap of an arena, and the large block behind it', () => {
  const first = 16 * HEAP;
  const second = 17 * HEAP;
  const words = {
    [first]: arena(first, HEAP),
    [second]: [BigInt(first + 64), BigInt(first), BigInt(4 * MB), BigInt(4 * MB)],
    [second + 4 * MB]: [0n, BigInt(2 * MB) | 2n],
  };
  expect(told([plain(first, HEAP + 6 * MB)], words)).toEqual([
    [MALLOC_ARENA, 64],
    [MALLOC_ARENA, 4],
    [MALLOC_LARGE, 2],
  ]);
});

it('knows an arena by its shape where its memory may not be read', () => {
  const at = 16 * HEAP;
  const [used] = markMalloc([plain(at, 8 * MB), plain(at + 8 * MB, HEAP - 8 * MB, '---p')], undefined);
  expect(used.name).toBe(MALLOC_ARENA);
});

it('says when it could not look at everything', () => {
  const budget = { reads: 3 };
  const regions = Array.from({ length: 10 }, (_, n) => plain(n * 10 * MB + MB, MB));
  markMalloc(regions, memory({}), budget);
  expect(budget.reads).toBeLessThanOrEqual(0);
  const enough = { reads: 100 };
  markMalloc(regions, memory({}), enough);
  expect(enough.reads).toBeGreaterThan(0);
});
