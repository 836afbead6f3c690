import type { HeapIndex } from '../model/heap-index.js';
import type { Slice } from '../model/page.js';
import type { ClassQuery, ClassRow } from '../model/snapshot-rows.js';
import { sortedPage } from './sorted-rows.js';
import { textMatch } from './text-match.js';

/** One page of the classes of a heap. */
export function classPage(index: HeapIndex, { filter, sort, page }: ClassQuery): Slice<ClassRow> {
  const matches = textMatch(filter?.text);
  const { minSize = 0, maxDistance = Number.POSITIVE_INFINITY } = filter ?? {};
  const rows = classRows(index).filter(
    ({ name, retainedSize, distance }) => retainedSize >= minSize && distance <= maxDistance && matches(name),
  );
  return sortedPage(rows, sort, page);
}

export function classRows(index: HeapIndex): readonly ClassRow[] {
  const { classNames, classCount, classSelf, classRetained, classDistance } = index;
  return classNames
    .map((name, row) => ({
      name,
      count: classCount[row],
      selfSize: classSelf[row],
      retainedSize: classRetained[row],
      distance: classDistance[row],
    }))
    .filter(({ count }) => count > 0);
}
