import type { Age, ClassRow, DiffRow, NodeRow } from '../../../shared/api/snapshots.js';

/** A row of the classes table: a class, an object of an open class, or what there is more of it. */
export type HeapLine =
  | { readonly kind: 'class'; readonly row: ClassRow | DiffRow; readonly open: boolean }
  | { readonly kind: 'object'; readonly className: string; readonly row: NodeRow }
  | { readonly kind: 'more'; readonly opened: OpenedClass };

/** A class whose objects are on show, below its row. */
export interface OpenedClass {
  readonly name: string;
  /** Where the class stands in the order of the table. */
  readonly at: number;
  readonly row: ClassRow | DiffRow;
  readonly age?: Age;
  readonly total?: number;
  readonly objects: readonly NodeRow[];
}

export const isDiffRow = (row: ClassRow | DiffRow): row is DiffRow => 'countDelta' in row;

/** How many lines `opened` adds: its objects, and one where there is something to say below them. */
const added = (opened: OpenedClass): number => opened.objects.length + (hasMore(opened) ? 1 : 0);

/** Whether there are more objects, or some of another age. */
function hasMore({ objects, total, row, age }: OpenedClass): boolean {
  if (total === undefined || objects.length === 0 || objects.length < total) return true;
  return isDiffRow(row) && AGES.some(([other, count]) => other !== age && row[count] > 0);
}

const AGES = [
  ['new', 'addedCount'],
  ['deleted', 'removedCount'],
  ['survived', 'survivedCount'],
] as const;

export function lineCount(classes: number, opened: readonly OpenedClass[]): number {
  return opened.reduce((sum, one) => sum + added(one), classes);
}

/** Which class a line belongs to, and its place below it; 0 is the class's own row. `opened` in the order of `at`. */
export function placeOf(
  line: number,
  opened: readonly OpenedClass[],
): { readonly at: number; readonly below: number } {
  let before = 0;
  for (const one of opened) {
    const row = one.at + before;
    if (line <= row) break;
    if (line <= row + added(one)) return { at: one.at, below: line - row };
    before += added(one);
  }
  return { at: line - before, below: 0 };
}

export function lineOf(
  line: number,
  opened: readonly OpenedClass[],
  classAt: (index: number) => ClassRow | DiffRow | undefined,
): HeapLine | undefined {
  const { at, below } = placeOf(line, opened);
  const here = opened.find((one) => one.at === at);
  if (below === 0) {
    const row = classAt(at) ?? here?.row;
    return row && { kind: 'class', row, open: here !== undefined };
  }
  if (!here) return undefined;
  const object = here.objects[below - 1];
  return object ? { kind: 'object', className: here.name, row: object } : { kind: 'more', opened: here };
}
