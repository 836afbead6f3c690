import type { Region } from '../../../shared/model/region.js';
import { isPlain } from './malloc-marks.js';

/**
 * Allocators that take malloc's place, by their libraries. They write no heads that could be told from outside, so
 * nothing is known of how much is in use. One that is linked into the program itself is not recognised.
 */
const LIBRARIES: readonly (readonly [RegExp, string])[] = [
  [/\/libjemalloc[^/]*$/, '[jemalloc]'],
  [/\/libmimalloc[^/]*$/, '[mimalloc]'],
  [/\/libtcmalloc[^/]*$/, '[tcmalloc]'],
  [/\/(ld-musl-[^/]*|libc\.musl-[^/]*|[^/]*-linux-musl\/libc\.so)$/, '[musl malloc]'],
];
/** V8 takes its pages in this shape: where it is in the process they are left to it. */
export const V8_PROGRAM = /\/(node|nodejs|libnode[^/]*|deno|electron|chrome)$/;
const V8_PAGE = 256 * 1024;

/**
 * Names what nobody else has recognised after the allocator whose library is mapped: those of several are the first's.
 * After all other marks.
 */
export function markAllocator(regions: readonly Region[]): readonly Region[] {
  const names = new Set(regions.filter(({ kind }) => kind === 'code').map(({ name }) => name));
  const [, allocator] = LIBRARIES.find(([library]) => [...names].some((name) => library.test(name))) ?? [];
  if (!allocator) return regions;
  const v8 = [...names].some((name) => V8_PROGRAM.test(name));
  return regions.map((region) =>
    isPlain(region) && !(v8 && isV8Page(region))
      ? { ...region, kind: 'heap' as const, name: allocator }
      : region,
  );
}

const isV8Page = ({ start, end }: Region): boolean => start % V8_PAGE === 0 && (end - start) % V8_PAGE === 0;
