import { frameGroups } from '../../shared/analysis/allocations/frame-groups.js';
import type { FrameTable } from '../../shared/model/stack-table.js';
import type { Calls } from './calls-of.js';

/** More are not named. */
const MOST = 40;
const known = new WeakMap<FrameTable, ReturnType<typeof frameGroups>>();

/** A frame of each package that allocated by itself, those that did most first. */
export function packageFrames({ tree, own }: Calls): readonly number[] {
  const groups = known.get(tree.frames) ?? frameGroups(tree.frames, 'package');
  known.set(tree.frames, groups);
  const self = new Float64Array(groups.count);
  for (let row = 0; row < tree.length; row++) self[groups.group[tree.frame[row]]] += own[row];
  return Array.from(groups.frame.keys())
    .filter((at) => self[at] > 0)
    .sort((a, b) => self[b] - self[a])
    .slice(0, MOST)
    .map((at) => groups.frame[at]);
}
