import fc from 'fast-check';
import { expect, it } from 'vitest';
import { WideMap } from '../../../shared/analysis/wide-map.js';

it('answers as a Map does, over as many Maps as it takes', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.nat())), (pairs) => {
      const wide = new WideMap<number, number>(3);
      for (const [key, value] of pairs) wide.set(key, value);
      const plain = new Map(pairs);
      expect(wide.size).toBe(plain.size);
      expect(new Map(wide)).toEqual(plain);
      for (let key = 0; key <= 40; key++) expect(wide.get(key)).toBe(plain.get(key));
    }),
  );
});
