import type { Region } from '../../../shared/model/region.js';

/** The mapping that holds an address. `regions` in the order of their addresses. */
export function regionAt(regions: readonly Region[], address: number): Region | undefined {
  let low = 0;
  let high = regions.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const region = regions[middle];
    if (address < region.start) high = middle - 1;
    else if (address >= region.end) low = middle + 1;
    else return region;
  }
  return undefined;
}
