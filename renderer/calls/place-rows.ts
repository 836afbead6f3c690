import { byPlace, type PlaceFigures } from '../../shared/analysis/allocations/by-place.js';
import {
  type FrameGroups,
  frameGroups,
  type PlaceKind,
} from '../../shared/analysis/allocations/frame-groups.js';
import { type PlaceSort, sortedPlaces } from '../../shared/analysis/allocations/sorted-places.js';
import type { Calls } from './calls-of.js';

/** A table by place, in its order. */
export interface PlaceRows {
  readonly by: PlaceKind;
  readonly sort: PlaceSort;
  /** Places, as the figures number them. */
  readonly rows: Uint32Array;
  readonly figures: PlaceFigures;
  /** The place of a frame. */
  readonly group: Uint32Array;
  /** A frame that stands for a place. */
  readonly frame: Uint32Array;
  /** Of functions and lines it is that of their frame. */
  readonly name?: readonly string[];
  /** Of all totals, and of all changes. */
  readonly largest: number;
  readonly mostDelta: number;
}

/** Sums by place. Those of the last question are kept: another order of the same is a sort alone. */
export class PlaceTables {
  #last:
    | { readonly of: Calls['tree']; readonly key: string; groups: FrameGroups; figures: PlaceFigures }
    | undefined;

  rows({ tree, measure }: Calls, by: PlaceKind, sort: PlaceSort, matched?: Uint8Array): PlaceRows {
    const key = `${by} ${measure}`;
    if (this.#last?.of !== tree || this.#last.key !== key) {
      const groups = frameGroups(tree.frames, by);
      this.#last = { of: tree, key, groups, figures: byPlace(tree, groups, measure) };
    }
    const { groups, figures } = this.#last;
    const named = by === 'thread' || by === 'type';
    const rows = sortedPlaces(groups, figures, sort, { ...(matched ? { matched } : {}), named });
    let [largest, mostDelta] = [0, 0];
    for (const place of rows) {
      largest = Math.max(largest, figures.total[place]);
      mostDelta = Math.max(mostDelta, Math.abs(figures.total[place] - (figures.baseTotal?.[place] ?? 0)));
    }
    const own = by === 'function' || by === 'line';
    return {
      ...{ by, sort, rows, figures, group: groups.group, frame: groups.frame },
      ...(own ? {} : { name: groups.name }),
      ...{ largest, mostDelta },
    };
  }
}
