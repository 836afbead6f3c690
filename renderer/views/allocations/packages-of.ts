import { byPlace } from '../../../shared/analysis/allocations/by-place.js';
import { frameGroups } from '../../../shared/analysis/allocations/frame-groups.js';
import type { Calls } from './call-figures.js';
import { fillOf } from './flame-look.js';

const MOST = 5;
const known = new WeakMap<Calls, readonly Package[]>();

export interface Package {
  readonly name: string;
  readonly fill: number;
}

/** The packages that allocate most by themselves, for the legend: one a colour. */
export function packagesOf(calls: Calls): readonly Package[] {
  const before = known.get(calls);
  if (before) return before;
  const { tree, measure } = calls;
  const groups = frameGroups(tree.frames, 'package');
  const { self } = byPlace(tree, groups, measure);
  const packages = Array.from(groups.name.keys())
    .filter((at) => self[at] > 0)
    .sort((a, b) => self[b] - self[a])
    .slice(0, MOST)
    .map((at) => {
      const frame = groups.frame[at];
      return { name: groups.name[at], fill: fillOf(tree.frames.file[frame], tree.frames.name[frame]) };
    });
  known.set(calls, packages);
  return packages;
}
