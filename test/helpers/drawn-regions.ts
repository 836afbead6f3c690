import type { Region, RegionKind } from '../../shared/model/region.js';

/** A mapping of `kind` with a name; sizes in kB, all of it resident and private unless said otherwise. */
export function drawnRegion(
  kind: RegionKind,
  name: string,
  start: number,
  kilobytes: number,
  change: Partial<Region> = {},
): Region {
  const bytes = kilobytes * 1024;
  return {
    start: start * 1024,
    end: start * 1024 + bytes,
    rights: 'rw-p',
    kind,
    name,
    rss: bytes,
    pss: bytes,
    uss: bytes,
    anonymous: kind === 'anonymous' || kind === 'heap' ? bytes : 0,
    swap: 0,
    huge: 0,
    lazyFree: 0,
    hugetlb: 0,
    ...change,
  };
}
