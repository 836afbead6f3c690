import { describe, expect, it } from 'vitest';
import { lineCount, lineOf, type OpenedClass, placeOf } from '../../../renderer/views/heap/heap-lines.js';
import type { ClassRow, DiffRow, NodeRow } from '../../../shared/api/snapshots.js';
import { ordinal } from '../../../shared/base/brand.js';

const classRow = (name: string): ClassRow => ({ name, count: 1, selfSize: 1, retainedSize: 1, distance: 1 });
const object = (id: number): NodeRow => ({
  node: ordinal(id),
  id,
  type: 'object',
  className: 'B',
  label: 'B',
  selfSize: 1,
  retainedSize: 1,
  distance: 1,
  childCount: 0,
});
const classes = ['A', 'B', 'C', 'D'].map(classRow);
const opened: readonly OpenedClass[] = [
  { name: 'B', at: 1, row: classes[1], objects: [object(1), object(2)], total: 5 },
  { name: 'D', at: 3, row: classes[3], objects: [], total: undefined },
];
const text = (index: number): string => {
  const line = lineOf(index, opened, (at) => classes[at]);
  if (!line) return '?';
  return line.kind === 'class' ? line.row.name : line.kind === 'object' ? `@${line.row.id}` : '…';
};

describe('lines of the classes table', () => {
  it('stand in order: a class, its objects, what there is more', () => {
    const count = lineCount(classes.length, opened);
    expect(Array.from({ length: count }, (_, index) => text(index))).toEqual([
      'A',
      'B',
      '@1',
      '@2',
      '…',
      'C',
      'D',
      '…',
    ]);
  });

  it('end with the objects where they are all of them', () => {
    const all: readonly OpenedClass[] = [{ ...opened[0], total: 2 }];
    expect(lineCount(classes.length, all)).toBe(6);
    expect(lineOf(4, all, (at) => classes[at])).toMatchObject({ kind: 'class', row: { name: 'C' } });
    // Those of another age are still to be chosen.
    const row = { addedCount: 2, removedCount: 3, survivedCount: 0, countDelta: -1 } as DiffRow;
    expect(lineCount(classes.length, [{ ...all[0], row, age: 'new' }])).toBe(7);
  });

  it('know their class', () => {
    expect(placeOf(4, opened)).toEqual({ at: 1, below: 3 });
    expect(placeOf(5, opened)).toEqual({ at: 2, below: 0 });
  });
});
