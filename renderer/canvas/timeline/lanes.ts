import type { Token } from '../../theme/palette.js';
import type { MinMaxLevels } from './min-max-levels.js';

/** Where the samples of a series come from; which levels serve best depends on how far one looks in. */
export interface LaneSource {
  levels(from: number, to: number): MinMaxLevels;
}

export interface Layer {
  readonly name: string;
  readonly title: string;
  readonly source: LaneSource;
  readonly colour: Token;
  readonly hatched?: boolean;
  /** Read seldom: each value stands until the next. */
  readonly holds?: boolean;
}

export interface Tick {
  readonly at: number;
  /** How long the target stood still, ms: the height of the tick. */
  readonly pause: number;
}

/**
 * One strip of the timeline. `stack`: layers upon each other from zero, below `total` where there is one.
 * `area` and `line`: each layer on its own. `steps`: whole numbers that hold until they change. `ticks`: moments.
 */
export interface Lane {
  readonly id: string;
  readonly kind: 'stack' | 'area' | 'steps' | 'ticks';
  readonly title: string;
  /** Definition, unit and method. */
  readonly about: string;
  readonly height: number;
  readonly layers: readonly Layer[];
  /** The whole that the layers of a stack are part of; what they leave is drawn in `rest`. */
  readonly total?: Layer;
  /** The number of the lane is its first layer's; the total only stands behind it. */
  readonly ofTotal?: boolean;
  readonly unit: 'bytes' | 'count' | 'ms';
  /** The same of another session. */
  readonly overlay?: LaneOverlay;
  ticks?(from: number, to: number): readonly Tick[];
}

/** Layers of another session, added up; there things come `shift` ms earlier. */
export interface LaneOverlay {
  readonly layers: readonly Layer[];
  readonly shift: number;
}

export interface LaneGroup {
  readonly target: number;
  readonly open: boolean;
  readonly lanes: readonly Lane[];
}

export interface PlacedLane {
  readonly group: LaneGroup;
  readonly lane: Lane;
  readonly top: number;
  readonly height: number;
}

export interface PlacedGroup {
  readonly group: LaneGroup;
  readonly top: number;
  readonly height: number;
  readonly lanes: readonly PlacedLane[];
}

export const CLOSED_HEIGHT = 24;
/** Between two groups. */
const GAP = 1;

/** Groups one below the other; a closed one shows its first lane alone. */
export function placeLanes(groups: readonly LaneGroup[]): { placed: readonly PlacedGroup[]; height: number } {
  let top = 0;
  const placed = groups.map((group): PlacedGroup => {
    const begin = top;
    const shown = group.open ? group.lanes : group.lanes.slice(0, 1);
    const lanes = shown.map((lane): PlacedLane => {
      const height = group.open ? lane.height : CLOSED_HEIGHT;
      const at = { group, lane, top, height };
      top += height;
      return at;
    });
    if (lanes.length === 0) top += CLOSED_HEIGHT;
    const height = top - begin;
    top += GAP;
    return { group, top: begin, height, lanes };
  });
  return { placed, height: top };
}
