import { isFile, type Region } from '../../model/region.js';
import { type Grown, groupedGrowth } from './grouped-growth.js';

export const REGION_SUMS = ['count', 'size', 'rss', 'pss', 'uss', 'anonymous', 'swap', 'huge'] as const;
export type RegionSum = (typeof REGION_SUMS)[number];

/** Mappings by kind, by file (without one by name within their kind), or each by itself; with `before`, what each of these grew by. */
export function regionRows(
  after: readonly Region[],
  before: readonly Region[] | undefined,
  by: 'kind' | 'name' | 'mapping',
): readonly Grown<Region, RegionSum>[] {
  const rows = groupedGrowth(after, before, KEYS[by], sumsOf);
  if (by !== 'name') return rows;
  // Of a program's or library's file one part is code, whichever part comes first.
  const programs = new Set([...after, ...(before ?? [])].filter(isCode).map(({ name }) => name));
  return rows.map((row) =>
    isFile(row.item.name) && programs.has(row.item.name)
      ? { ...row, item: { ...row.item, kind: 'code' as const } }
      : row,
  );
}

const isCode = ({ kind }: Region): boolean => kind === 'code';

const KEYS: Readonly<Record<'kind' | 'name' | 'mapping', (region: Region) => string>> = {
  kind: ({ kind }) => kind,
  name: ({ kind, name }) => (isFile(name) ? name : `${kind}\0${name}`),
  // The kernel lays new memory below the old and joins the two: what grows keeps its end. The break's heap keeps its start.
  mapping: ({ kind, name, start, end }) => `${kind}\0${name}\0${name === '[heap]' ? start : end}`,
};

function sumsOf(region: Region): Readonly<Record<RegionSum, number>> {
  const { start, end, rss, pss, uss, anonymous, swap, huge } = region;
  return { count: 1, size: end - start, rss, pss, uss, anonymous, swap, huge };
}
