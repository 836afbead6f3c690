import { frameGroups } from '../../../shared/analysis/allocations/frame-groups.js';
import type { Calls } from '../../calls/calls-of.js';
import { fillOf } from './flame-look.js';

const MOST = 5;
const known = new WeakMap<Calls, readonly Package[]>();

export interface Package {
  readonly fill: number;
  /** The largest first. */
  readonly names: readonly string[];
}

/** The packages that allocate most by themselves, for the legend: one entry a colour. */
export function packagesOf(calls: Calls): readonly Package[] {
  const before = known.get(calls);
  if (before) return before;
  const { tree, own } = calls;
  const groups = frameGroups(tree.frames, 'package');
  const self = new Float64Array(groups.count);
  for (let row = 0; row < tree.length; row++) self[groups.group[tree.frame[row]]] += own[row];
  const packages: Package[] = [];
  const largest = Array.from(groups.name.keys())
    .filter((at) => self[at] > 0)
    .sort((a, b) => self[b] - self[a]);
  for (const at of largest) {
    const frame = groups.frame[at];
    const fill = fillOf(tree.frames.file[frame], tree.frames.name[frame]);
    const same = packages.findIndex((one) => one.fill === fill);
    // Two of one colour are named together.
    if (same >= 0) packages[same] = { fill, names: [...packages[same].names, groups.name[at]] };
    else if (packages.length < MOST) packages.push({ fill, names: [groups.name[at]] });
  }
  known.set(calls, packages);
  return packages;
}
