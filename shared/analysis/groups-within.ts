import type { Watch } from '../base/watch.js';
import type { HeapIndex } from '../model/heap-index.js';
import type { DiffBy } from '../model/snapshot-rows.js';
import { classesAs } from './classes-as.js';
import { diffGroups, type GroupColumn } from './diff-groups.js';
import { poll } from './poll.js';

/**
 * 1 for each group of a comparison with an object that is at most so many steps from the roots, in either heap: of a class any
 * member counts, of a path what differs. With `ofClass` only objects of that class do.
 */
export function groupsWithin(
  by: DiffBy,
  maxDistance: number,
  ofClass: string | undefined,
  earlier: HeapIndex,
  compared: HeapIndex,
  watch: Watch,
): Uint8Array {
  const groups = diffGroups(by, earlier, compared, watch);
  const near = new Uint8Array(groups.count);
  const look = (
    { classOf, classNames, distance, shallowSize }: HeapIndex,
    { column, groupOf }: GroupColumn,
  ): void => {
    const only = ofClass === undefined ? undefined : classNames.indexOf(ofClass);
    for (let node = 0; node < column.length; node++) {
      poll(watch, node, column.length, 'comparing');
      if (distance[node] < 0 || distance[node] > maxDistance || shallowSize[node] === 0) continue;
      if (only === undefined || classOf[node] === only) near[groupOf[column[node]]] = 1;
    }
  };
  look(classesAs(compared, earlier, watch), groups.base);
  look(compared, groups.compared);
  return near;
}
