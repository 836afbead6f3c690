import type { Region } from '../../../shared/model/region.js';
import { PAGE_SIZE } from './proc-stat.js';

/**
 * Cuts a mapping in two, the first with `part` of it, 0 to 1. What is resident is shared out the same way,
 * all in whole pages: smaps does not say where in a mapping it is.
 */
export function splitRegion(region: Region, part: number): readonly [Region, Region] {
  const pages = (bytes: number): number => Math.round((bytes * part) / PAGE_SIZE) * PAGE_SIZE;
  const border = region.start + pages(region.end - region.start);
  const first: Writable = { ...region, end: border };
  const second: Writable = { ...region, start: border };
  for (const key of ['rss', 'pss', 'uss', 'anonymous', 'swap', 'huge', 'lazyFree', 'hugetlb'] as const) {
    const share = Math.min(region[key], pages(region[key]));
    first[key] = share;
    second[key] = region[key] - share;
  }
  return [first, second];
}

type Writable = { -readonly [Key in keyof Region]: Region[Key] };
