import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sameIds } from '../../../shared/analysis/same-ids.js';
import { UNWATCHED } from '../../../shared/base/watch.js';

const naive = (base: readonly number[], compared: readonly number[]) =>
  base.map((id) => compared.indexOf(id));

it('the first row with the same id, whatever ids there are', () => {
  const near = fc.integer({ min: 0, max: 60 });
  const far = fc.integer({ min: 0, max: 0xffff_ffff });
  const ids = fc.array(fc.oneof(near, near, near, far), { maxLength: 60 });
  fc.assert(
    fc.property(ids, ids, (base, compared) => {
      const all = [...base, ...compared.slice(0, 5)];
      expect([...sameIds(Uint32Array.from(all), Uint32Array.from(compared), UNWATCHED)]).toEqual(
        naive(all, compared),
      );
      const wide = [...sameIds(Float64Array.from(all), Float64Array.from(compared), UNWATCHED)];
      expect(wide).toEqual(naive(all, compared));
    }),
    { numRuns: 500 },
  );
});

it('more ids apart than the dense table is for', () => {
  const compared = Array.from({ length: 70_000 }, (_, row) => row * 2);
  const found = sameIds(Uint32Array.from([0, 6, 7, 139_998]), Uint32Array.from(compared), UNWATCHED);
  expect([...found]).toEqual([0, 3, -1, 69_999]);
});

it('what does not fit is nobody, and ids above all that are looked up cost no place', () => {
  const compared = Uint32Array.from([1, 3, 5, 4, 0xffff_fffe, 0xffff_ffff]);
  const found = sameIds(
    Uint32Array.from([5, 4, 3, 9]),
    compared,
    UNWATCHED,
    (row, other) => row + other !== 3,
  );
  expect([...found]).toEqual([2, 3, -1, -1]);
});
