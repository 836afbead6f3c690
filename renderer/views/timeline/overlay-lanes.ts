import type { TargetInfo } from '../../../shared/model/session.js';
import type { LaneGroup, LaneOverlay, Layer } from '../../canvas/timeline/lanes.js';
import type { TimelineFeed } from './timeline-feed.js';

/** The samples of the session that is laid over, and how much later things come here, ms. */
export interface OverlaySource {
  readonly feed: TimelineFeed;
  readonly targets: readonly TargetInfo[];
  readonly shift: number;
}

/** Series that are laid over the lanes that they are drawn in. */
const SERIES = ['rss', 'heap.used'];

/** The lanes with the other session's RSS and heap over them: of the process that runs the same program. */
export function withOverlay(
  groups: readonly LaneGroup[],
  targets: readonly TargetInfo[],
  over: OverlaySource,
): readonly LaneGroup[] {
  return groups.map((group) => {
    const target = targets.find(({ id }) => id === group.target);
    const others = target
      ? [counterpart(target, targets, over.targets)]
      : over.targets.filter(({ within }) => within === undefined);
    const ids = others.flatMap((one) => (one ? [one.id] : []));
    if (ids.length === 0) return group;
    return {
      ...group,
      lanes: group.lanes.map((lane) => {
        const name = target ? lane.id.split(' ')[1] : 'rss';
        return SERIES.includes(name) ? { ...lane, overlay: overlayOf(over, ids, name) } : lane;
      }),
    };
  });
}

function overlayOf({ feed, shift }: OverlaySource, ids: readonly number[], name: string): LaneOverlay {
  const layers = ids.map(
    (id): Layer => ({ name, title: name, source: feed.source(id, name), colour: 'tx', holds: false }),
  );
  return { layers, shift };
}

/** By command, else the same place among those of its runtime and name, else the only one of its runtime. */
export function counterpart(
  target: TargetInfo,
  own: readonly TargetInfo[],
  others: readonly TargetInfo[],
): TargetInfo | undefined {
  const alike = (one: TargetInfo): boolean =>
    one.runtime.kind === target.runtime.kind && (one.within === undefined) === (target.within === undefined);
  const sameCommand = (one: TargetInfo): boolean => alike(one) && one.command === target.command;
  const sameName = (one: TargetInfo): boolean => alike(one) && one.name === target.name;
  for (const same of [sameCommand, sameName]) {
    const found = others.filter(same);
    if (found.length > 0) return found[own.filter(same).indexOf(target)] ?? found[0];
  }
  const left = others.filter(alike);
  return left.length === 1 ? left[0] : undefined;
}
