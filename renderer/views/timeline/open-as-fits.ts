import type { TargetInfo } from '../../../shared/model/session.js';
import { type Lane, type LaneGroup, placeLanes } from '../../canvas/timeline/lanes.js';
import { lanesOfTarget } from './lanes-of-target.js';
import type { TimelineFeed } from './timeline-feed.js';

/**
 * The lanes of every process: all open where they have room, else one each but for the process that is pointed at.
 * What the user opened or closed stays so. `room` is the height of the lanes in sight, 0 while it is not known.
 */
export function openAsFits(
  feed: TimelineFeed,
  targets: readonly TargetInfo[],
  toggled: ReadonlyMap<number, boolean>,
  pointedAt: number | undefined,
  room: number,
): readonly LaneGroup[] {
  const groups = (open: (target: TargetInfo) => boolean): readonly LaneGroup[] =>
    targets.map((target) => lanesOfTarget(feed, target, toggled.get(target.id) ?? open(target)));
  const first = pointedAt ?? targets[0]?.id;
  const one = (): readonly LaneGroup[] =>
    fitted(
      groups(({ id }) => id === first),
      room,
    );
  if (targets.length > MANY) return one();
  const all = groups(() => true);
  if (targets.length < 2) return fitted(all, room);
  return placeLanes(all).height <= room ? higher(all, room) : one();
}

const fitted = (groups: readonly LaneGroup[], room: number): readonly LaneGroup[] =>
  higher(lower(groups, room), room);

/** On a high screen the lanes that show sizes are higher: what is left of the room is theirs. */
function higher(groups: readonly LaneGroup[], room: number): readonly LaneGroup[] {
  const left = room - placeLanes(groups).height;
  const sizes = groups
    .filter((group) => group.open)
    .flatMap(({ lanes }) => lanes)
    .filter(({ kind }) => grows(kind))
    .reduce((sum, { height }) => sum + height, 0);
  if (left <= 0 || sizes === 0) return groups;
  const share = Math.min(HIGHEST, 1 + left / sizes);
  const raised = (lane: Lane): Lane =>
    grows(lane.kind) ? { ...lane, height: Math.floor(lane.height * share) } : lane;
  return groups.map((group) => (group.open ? { ...group, lanes: group.lanes.map(raised) } : group));
}

const grows = (kind: Lane['kind']): boolean => kind === 'stack' || kind === 'area';

/** Lanes a little lower, where that brings the last of them and the other processes into sight. */
function lower(groups: readonly LaneGroup[], room: number): readonly LaneGroup[] {
  const open = groups.filter((group) => group.open).flatMap(({ lanes }) => lanes);
  const tall = open.reduce((sum, { height }) => sum + height, 0);
  const share = (tall - (placeLanes(groups).height - room)) / tall;
  if (!(share < 1 && share >= LOWEST)) return groups;
  const lowered = (lane: Lane): Lane => ({
    ...lane,
    height: Math.max(LEAST, Math.floor(lane.height * share)),
  });
  return groups.map((group) => (group.open ? { ...group, lanes: group.lanes.map(lowered) } : group));
}

/** Of their height; lower ones say too little. */
const LOWEST = 0.75;
/** Times their height: higher ones say no more. */
const HIGHEST = 3.5;
/** A line of text, px. */
const LEAST = 18;

/** Of so many nobody asks whether they fit. */
const MANY = 12;
