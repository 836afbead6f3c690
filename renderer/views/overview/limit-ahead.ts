import { LEAST_SPAN } from '../../../shared/analysis/ledger/trend.js';
import type { SeriesColumns } from '../../../shared/api/sessions.js';
import { robustSlope } from '../../../shared/base/robust-slope.js';
import type { Stretch } from '../../../shared/base/runs.js';

/** A limit that growth is under way to, and when it would be met. Bytes and milliseconds. */
export interface LimitAhead {
  readonly of: 'container' | 'heap';
  readonly limit: number;
  readonly used: number;
  /** If it goes on at the slope of the range. */
  readonly left: number;
  /** At the slope's upper and lower bound at 95 %. */
  readonly soonest: number;
  readonly latest: number;
}

const FEWEST = 8;
/** Further away than this nobody waits for it. */
const MOST = 30 * 24 * 3_600_000;

/** The series that `limitAhead` reads. */
export const LIMIT_SERIES = [
  ...['heap.used', 'heap.limit', 'heap.limit.old'],
  ...['cgroup.usage', 'cgroup.limit'],
] as const;

/**
 * Which limit is met first, by straight lines through what is used; undefined where nothing surely rises towards one.
 * `settling`: when our own snapshots raised it.
 */
export function limitAhead(
  columns: readonly SeriesColumns[],
  settling: readonly Stretch[],
): LimitAhead | undefined {
  const find = (name: string): SeriesColumns | undefined => columns.find((one) => one.name === name);
  const found = [
    ahead('heap', find('heap.used'), find('heap.limit.old') ?? find('heap.limit'), settling),
    ahead('container', find('cgroup.usage'), find('cgroup.limit'), settling),
  ].filter((one) => one !== undefined);
  return found.sort((a, b) => a.left - b.left)[0];
}

/** How long still, no finer than an estimate is: `40 s`, `6 min`, `1 h 22 min`, `3 days`. */
export function leftText(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 2) return `${Math.round(ms / 1000)} s`;
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 2880) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return `${Math.round(minutes / 1440)} days`;
}

function ahead(
  of: LimitAhead['of'],
  used: SeriesColumns | undefined,
  bound: SeriesColumns | undefined,
  settling: readonly Stretch[],
): LimitAhead | undefined {
  const limit = bound?.max.findLast(Number.isFinite);
  // What stays after a collection is what fills it: the lower edge.
  const last = used?.min.findLast(Number.isFinite);
  if (!used || limit === undefined || last === undefined || last >= limit) return undefined;
  const span = used.time[used.time.length - 1] - used.time[0];
  const line = robustSlope(used.time, used.min, settling);
  if (!line || line.points < FEWEST || !(span >= LEAST_SPAN) || !(line.low > 0)) return undefined;
  const room = limit - last;
  const left = room / line.slope;
  return left > MOST
    ? undefined
    : { of, limit, used: last, left, soonest: room / line.high, latest: room / line.low };
}
