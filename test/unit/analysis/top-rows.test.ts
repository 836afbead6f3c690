import fc from 'fast-check';
import { expect, it } from 'vitest';
import { topRows } from '../../../shared/analysis/top-rows.js';

it('a page is the same as that of all rows sorted', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 0, maxLength: 600 }),
      fc.integer({ min: 0, max: 40 }),
      fc.integer({ min: 1, max: 20 }),
      fc.boolean(),
      (values, from, count, descending) => {
        const rows = Uint32Array.from(values.keys());
        const sign = descending ? -1 : 1;
        const sorted = [...rows].sort((a, b) => sign * (values[a] - values[b]) || a - b);
        expect(topRows(rows, values, descending, { from, count })).toEqual(sorted.slice(from, from + count));
      },
    ),
  );
});
