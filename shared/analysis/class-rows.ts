import { UNWATCHED, type Watch } from '../base/watch.js';
import type { HeapIndex } from '../model/heap-index.js';
import type { Slice } from '../model/page.js';
import type { ClassQuery, ClassRow } from '../model/snapshot-rows.js';
import { wholeName } from './class-named.js';
import { classPlaces, placeRows } from './class-places.js';
import { keptAnswer } from './kept-answers.js';
import { sortedPage } from './sorted-rows.js';
import { textMatch } from './text-match.js';

/** One page of the classes of a heap, or of the files or packages that define them. */
export function classPage(
  index: HeapIndex,
  { by = 'class', filter, sort, page }: ClassQuery,
  watch: Watch = UNWATCHED,
): Slice<ClassRow> {
  const matches = textMatch(filter?.text);
  const { minSize = 0, maxDistance = Number.POSITIVE_INFINITY } = filter ?? {};
  const all =
    by === 'class' ? classRows(index, filter?.module, filter?.package, watch) : known(index, by, watch);
  const only = filter?.className === undefined ? undefined : nameOf(index, by, filter.className, watch);
  const rows = all.filter(
    ({ name, count, retainedSize, distance }) =>
      count > 0 &&
      retainedSize >= minSize &&
      distance <= maxDistance &&
      (only === undefined || name === only) &&
      matches(name),
  );
  return sortedPage(rows, sort, page);
}

/** What the row of a class, or of the file or package that defines it, is called. */
function nameOf(
  index: HeapIndex,
  by: 'class' | 'module' | 'package',
  className: string,
  watch: Watch,
): string | undefined {
  const whole = wholeName([index], className);
  return by === 'class' ? whole : (classPlaces(index, watch)[index.classNames.indexOf(whole)]?.[by] ?? '');
}

function classRows(
  index: HeapIndex,
  module: string | undefined,
  packageName: string | undefined,
  watch: Watch,
): readonly ClassRow[] {
  const { classNames, classCount, classSelf, classRetained, classDistance } = index;
  const places = module === undefined && packageName === undefined ? undefined : classPlaces(index, watch);
  const isThere = (row: number): boolean =>
    (module === undefined || places?.[row].module === module) &&
    (packageName === undefined || places?.[row].package === packageName);
  return classNames
    .map((name, row) => ({
      name,
      count: isThere(row) ? classCount[row] : 0,
      selfSize: classSelf[row],
      retainedSize: classRetained[row],
      distance: classDistance[row],
    }))
    .filter(({ count }) => count > 0);
}

/** Of a row that is kept. */
const ROW_BYTES = 200;

function known(index: HeapIndex, by: 'module' | 'package', watch: Watch): readonly ClassRow[] {
  return keptAnswer(index, `rows by ${by}`, () => {
    const rows = placeRows(index, by, watch);
    return { rows, bytes: rows.length * ROW_BYTES };
  }).rows;
}
