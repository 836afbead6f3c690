import type { TargetInfo } from '../../../shared/model/session.js';
import type { LaneGroup, LaneOverlay, Layer } from '../../canvas/timeline/lanes.js';
import type { TimelineFeed } from './timeline-feed.js';

/** The samples of the session that is laid over, and how much later things come here, ms. */
export interface OverlaySource {
  readonly feed: TimelineFeed;
  readonly targets: readonly TargetInfo[];
  readonly shift: number;
}

/** The lanes with what the other session has of the same series over them: of the process that runs the same program. */
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
        // A lane is named for its first series; ticks are none.
        const name = target ? lane.id.split(' ')[1] : 'rss';
        const known = ids.filter((id) => over.feed.names(id).has(name));
        return known.length > 0 && lane.kind !== 'ticks'
          ? { ...lane, overlay: overlayOf(over, known, name) }
          : lane;
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
