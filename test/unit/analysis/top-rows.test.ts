import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RowList } from '../../../shared/analysis/row-list.js';
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
        expect(topRows(new RowList(rows), values, descending, { from, count })).toEqual(
          sorted.slice(from, from + count),
        );
      },
    ),
  );
});

it('many rows, far down, signed and unsigned, both ways', () => {
  const values = Array.from({ length: 20_000 }, (_, row) => ((row * 7919) % 4001) - 1);
  const rows = Uint32Array.from(values.keys()).filter((row) => row % 3 !== 0);
  for (const column of [Int32Array.from(values), Uint32Array.from(values), Float64Array.from(values)])
    for (const descending of [true, false])
      for (const from of [0, 300, 9000, 13_000]) {
        const sign = descending ? -1 : 1;
        const sorted = [...rows].sort((a, b) => sign * (column[a] - column[b]) || a - b);
        const page = { from, count: 500 };
        expect(topRows(new RowList(rows), column, descending, page)).toEqual(sorted.slice(from, from + 500));
      }
});
