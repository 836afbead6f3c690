import { sizeText } from '../../../shared/base/quantity.js';
import { seriesDefinition } from '../../../shared/model/series.js';
import type { Lane } from '../../canvas/timeline/lanes.js';
import { megabytes, rateText } from '../../widgets/numbers.js';
import { floorOf } from './floor.js';
import { words } from './words.js';

/** A second line of a lane's head: how near a limit is, or where the floor lies. */
export interface LaneNote {
  readonly text: string;
  readonly value: string;
  /** A slope, fitted to readings. */
  readonly fitted?: string;
  readonly about: string;
  readonly grows?: boolean;
}

/** From so many bytes on a tenth of a MB is left out: the line is short. */
const ROUND = 1e8;
/** Beside its slope there is room for three digits. */
const SLIM = 1e7;

/** From this share of its limit on, the limit of a heap says more than its floor. */
const NEAR = 0.5;

/**
 * What is to be said of a lane beside its newest value. `last`: the newest value of a series of its target; `shown`:
 * the time in sight. Undefined where nothing more is known.
 */
export function laneNote(
  lane: Lane,
  last: (series: string) => number | undefined,
  shown: { readonly from: number; readonly to: number } | undefined,
): LaneNote | undefined {
  const [, name] = lane.id.split(' ');
  if (name === 'rss') return limitNote(last('cgroup.usage'), last('cgroup.limit'), 'container');
  if (name !== 'heap.used') return undefined;
  const limit = last('heap.limit.old') ?? last('heap.limit');
  const used = last('heap.used');
  const near = limitNote(used, limit, 'heap');
  if (near && used !== undefined && limit !== undefined && used >= limit * NEAR) return near;
  const source = lane.layers[0]?.source;
  const floor =
    source && shown ? floorOf(source.levels(shown.from, shown.to), shown.from, shown.to) : undefined;
  if (!floor) return near;
  const { level, rate, flat } = floor;
  return {
    text: words.floor,
    value: `${megabytes(level, level < (flat ? ROUND : SLIM) ? 1 : 0)} MB${flat ? `, ${words.flat}` : ''}`,
    // Three digits of a slope are as many as it is known to.
    ...(!flat && { fitted: rateText(rate).replace(/(\d{3})\.\d /, '$1 ') }),
    about: [words.floorAbout, near && `${near.text}: ${near.value}`].filter(Boolean).join('\n'),
    grows: !flat && rate > 0,
  };
}

function limitNote(
  used: number | undefined,
  limit: number | undefined,
  of: 'container' | 'heap',
): LaneNote | undefined {
  if (used === undefined || limit === undefined || !(limit > 0)) return undefined;
  const [usage, bound] = of === 'container' ? ['cgroup.usage', 'cgroup.limit'] : ['heap.used', 'heap.limit'];
  return {
    text: words.ofLimit(of, sizeText(limit)),
    value: `${((used / limit) * 100).toFixed(used < limit / 10 ? 1 : 0)} %`,
    about: `${seriesDefinition(usage).title}, ${sizeText(used)}: ${seriesDefinition(usage).definition}\n${
      seriesDefinition(bound).title
    }, ${sizeText(limit)}: ${seriesDefinition(bound).definition}`,
  };
}
