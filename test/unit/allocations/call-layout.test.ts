import { describe, expect, it } from 'vitest';
import { layLevels } from '../../../shared/analysis/allocations/layout-levels.js';
import { totalsOf, widthsOf } from '../../../shared/analysis/allocations/layout-totals.js';
import type { CallTree } from '../../../shared/model/call-tree.js';
import { callTree, randomCallTree } from '../../helpers/call-tree.js';
import { Random } from '../../helpers/random.js';

/** `name left width`, level by level. */
function levels(tree: CallTree, order: 'heavy' | 'time'): string[] {
  const width = widthsOf(tree, 'bytes');
  const { levels: begins, row, left } = layLevels(tree, width, order);
  return Array.from({ length: begins.length - 1 }, (_, level) =>
    Array.from(row.subarray(begins[level], begins[level + 1]), (one, index) =>
      [tree.frames.name[tree.frame[one]], left[begins[level] + index], width[one]].join(' '),
    ).join(', '),
  );
}

describe('layout of calls', () => {
  const tree = callTree(`
    main
      small 2
      empty
        nothing
      big
        leaf 5
        own 3
    other 1
  `);

  it('puts the larger to the left, what is called below it, and leaves out what weighs nothing', () => {
    expect(levels(tree, 'heavy')).toEqual([
      'main 0 10, other 10 1',
      'big 0 8, small 8 2',
      'leaf 0 5, own 5 3',
    ]);
  });

  it('puts the earlier to the left', () => {
    expect(levels(tree, 'time')).toEqual([
      'main 0 10, other 10 1',
      'small 0 2, big 2 8',
      'leaf 2 5, own 7 3',
    ]);
  });

  it('is as wide as the larger side of a comparison, so that what went is still there', () => {
    const compared = callTree(`
      main 0 0
        gone 0 7
        grew 5 2
    `);
    expect(levels(compared, 'heavy')).toEqual(['main 0 12', 'gone 0 7, grew 7 5']);
  });

  it('keeps every call inside its caller, siblings apart, whatever the tree', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const random = new Random(seed);
      const any = randomCallTree(random, 1 + random.below(300));
      const width = totalsOf(any.parent, any.self);
      const order = random.of(['heavy', 'time'] as const);
      const { length, row, left, firstChild, levels: begins, position, total } = layLevels(any, width, order);
      expect(length).toBe(width.filter((one) => one > 0).length);
      expect(begins.at(-1)).toBe(length);
      expect(total).toBe(any.self.reduce((sum, one) => sum + one, 0));
      for (let p = 0; p < length; p++) {
        expect(position[row[p]]).toBe(p);
        let edge = left[p];
        for (let c = firstChild[p]; c < firstChild[p + 1]; c++) {
          expect(any.parent[row[c]]).toBe(row[p]);
          expect(left[c]).toBe(edge);
          edge += width[row[c]];
          if (c > firstChild[p] && order === 'heavy')
            expect(width[row[c]]).toBeLessThanOrEqual(width[row[c - 1]]);
        }
        expect(edge).toBeLessThanOrEqual(left[p] + width[row[p]]);
      }
    }
  });

  it('lays a recursion of 10,000 calls', () => {
    const deep = 10_000;
    const parent = Int32Array.from({ length: deep }, (_, row) => row - 1);
    const width = new Float64Array(deep).fill(1);
    expect(layLevels({ parent }, width, 'heavy').levels.length).toBe(deep + 1);
  });
});
