import type { Region } from '../../../shared/model/region.js';
import { PAGE_SIZE } from './proc-stat.js';

/**
 * Cuts a mapping in two at `border`. What is resident is shared out by length, in whole pages, as smaps
 * does not say where in a mapping it is; `resident`, where it is known better, is the first part's.
 */
export function splitRegion(region: Region, border: number, resident?: number): readonly [Region, Region] {
  const size = region.end - region.start;
  const part =
    resident === undefined ? (border - region.start) / size : region.rss > 0 ? resident / region.rss : 0;
  const first: Writable = { ...region, end: border };
  const second: Writable = { ...region, start: border };
  for (const key of ['rss', 'pss', 'uss', 'anonymous', 'swap', 'huge', 'lazyFree', 'hugetlb'] as const) {
    const share = Math.min(region[key], Math.floor((region[key] * part) / PAGE_SIZE) * PAGE_SIZE);
    first[key] = share;
    second[key] = region[key] - share;
  }
  return [first, second];
}

type Writable = { -readonly [Key in keyof Region]: Region[Key] };
