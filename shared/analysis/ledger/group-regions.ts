import type { Region, RegionGroup } from '../../model/region.js';

/** Mappings by kind and name, the largest RSS first. */
export function groupRegions(regions: readonly Region[]): readonly RegionGroup[] {
  const groups = new Map<string, { -readonly [Key in keyof RegionGroup]: RegionGroup[Key] }>();
  for (const region of regions) {
    const key = `${region.kind}\0${region.name}`;
    let group = groups.get(key);
    if (!group) {
      const { kind, name } = region;
      group = { kind, name, count: 0, size: 0, rss: 0, pss: 0, uss: 0, anonymous: 0, swap: 0 };
      groups.set(key, group);
    }
    group.count++;
    group.size += region.end - region.start;
    group.rss += region.rss;
    group.pss += region.pss;
    group.uss += region.uss;
    group.anonymous += region.anonymous;
    group.swap += region.swap;
  }
  return [...groups.values()].sort((a, b) => b.rss - a.rss);
}

/** One group at two points of time; a side where it was not there is absent. */
export interface RegionGrowth {
  readonly before?: RegionGroup;
  readonly after?: RegionGroup;
  readonly rss: number;
  readonly size: number;
  readonly count: number;
}

/** What grew most first, what shrank most last. */
export function regionGrowth(
  before: readonly RegionGroup[],
  after: readonly RegionGroup[],
): readonly RegionGrowth[] {
  const key = ({ kind, name }: RegionGroup): string => `${kind}\0${name}`;
  const old = new Map(before.map((group) => [key(group), group]));
  const rows: RegionGrowth[] = after.map((group) => growth(old.get(key(group)), group));
  const still = new Set(after.map(key));
  for (const group of before) if (!still.has(key(group))) rows.push(growth(group, undefined));
  return rows.sort((a, b) => b.rss - a.rss);
}

function growth(before: RegionGroup | undefined, after: RegionGroup | undefined): RegionGrowth {
  return {
    ...(before && { before }),
    ...(after && { after }),
    rss: (after?.rss ?? 0) - (before?.rss ?? 0),
    size: (after?.size ?? 0) - (before?.size ?? 0),
    count: (after?.count ?? 0) - (before?.count ?? 0),
  };
}
