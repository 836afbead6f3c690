import type { LaneGroup } from './lanes.js';

export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** Something that happened: drawn as a line through all lanes with a head above them. */
export interface Flag {
  readonly at: number;
  readonly kind: 'snapshot' | 'mark' | 'exit';
  /** The letter of a snapshot, the text of a mark. */
  readonly text: string;
  readonly target?: number;
  /** Base or compared: in the accent. */
  readonly chosen?: boolean;
}

/** All that the timeline draws. */
export interface TimelineModel {
  /** Where the newest sample is, ms. */
  readonly duration: number;
  readonly live: boolean;
  readonly groups: readonly LaneGroup[];
  /** What the strip of the whole session shows. */
  readonly overview?: LaneGroup;
  readonly flags: readonly Flag[];
  readonly selectedTarget?: number;
  readonly range?: TimeRange;
  readonly view?: TimeRange;
  readonly following: boolean;
  /** What the pill over the range says. */
  readonly pill?: string;
  readonly folded: boolean;
  readonly scrollTop: number;
}

export const STRIP_HEIGHT = 24;
export const AXIS_HEIGHT = 22;
/** Room right of the live edge, as a share of what is in view. */
const AHEAD = 0.06;
const LEAST_SPAN = 20;

/** The part that is in view: what the user looked at, else the whole; while following, up to the newest sample. */
export function shownRange({ view, following, duration, live }: TimelineModel): TimeRange {
  const whole = Math.max(duration, live ? 10_000 : LEAST_SPAN);
  if (!view) return { from: 0, to: live ? whole * (1 + AHEAD) : whole };
  const span = Math.max(LEAST_SPAN, view.to - view.from);
  if (!following || !live) return { from: view.from, to: view.from + span };
  const to = duration + span * AHEAD;
  return { from: Math.max(0, to - span), to: Math.max(0, to - span) + span };
}

/** Zooms around a moment. Never wider than twice the session, never narrower than 20 ms. */
export function zoomed(range: TimeRange, at: number, factor: number, duration: number): TimeRange {
  const span = Math.min(
    Math.max(duration * 2, 20_000),
    Math.max(LEAST_SPAN, (range.to - range.from) * factor),
  );
  const share = (at - range.from) / (range.to - range.from || 1);
  return kept({ from: at - share * span, to: at - share * span + span }, duration);
}

export function panned(range: TimeRange, by: number, duration: number): TimeRange {
  return kept({ from: range.from + by, to: range.to + by }, duration);
}

/** Some of the session stays in view. */
function kept({ from, to }: TimeRange, duration: number): TimeRange {
  const span = to - from;
  const begin = Math.min(Math.max(from, -span * 0.5), Math.max(0, duration - span * 0.25));
  // Before zero there is nothing: the left edge rests there while anything fits.
  const left = Math.max(0, begin);
  return { from: left, to: left + span };
}
