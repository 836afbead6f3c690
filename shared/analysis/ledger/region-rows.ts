import type { Region } from '../../model/region.js';
import { type Grown, groupedGrowth } from './grouped-growth.js';

export const REGION_SUMS = ['count', 'size', 'rss', 'pss', 'uss', 'anonymous', 'swap', 'huge'] as const;
export type RegionSum = (typeof REGION_SUMS)[number];

/** Mappings by kind, by name within their kind, or each by itself; with `before`, what each of these grew by. */
export function regionRows(
  after: readonly Region[],
  before: readonly Region[] | undefined,
  by: 'kind' | 'name' | 'mapping',
): readonly Grown<Region, RegionSum>[] {
  return groupedGrowth(after, before, KEYS[by], sumsOf);
}

const KEYS: Readonly<Record<'kind' | 'name' | 'mapping', (region: Region) => string>> = {
  kind: ({ kind }) => kind,
  name: ({ kind, name }) => `${kind}\0${name}`,
  // The kernel lays new memory below the old and joins the two: what grows keeps its end. The break's heap keeps its start.
  mapping: ({ kind, name, start, end }) => `${kind}\0${name}\0${name === '[heap]' ? start : end}`,
};

function sumsOf(region: Region): Readonly<Record<RegionSum, number>> {
  const { start, end, rss, pss, uss, anonymous, swap, huge } = region;
  return { count: 1, size: end - start, rss, pss, uss, anonymous, swap, huge };
}
