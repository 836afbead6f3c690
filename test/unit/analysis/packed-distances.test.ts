import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SYSTEM_DISTANCE } from '../../../shared/analysis/distances.js';
import { packedDistances } from '../../../shared/analysis/packed-distances.js';
import { NO_DISTANCE } from '../../../shared/model/heap-index.js';

const steps = fc.oneof(
  { weight: 20, arbitrary: fc.integer({ min: NO_DISTANCE, max: 125 }) },
  { weight: 5, arbitrary: fc.integer({ min: SYSTEM_DISTANCE, max: SYSTEM_DISTANCE + 125 }) },
  { weight: 1, arbitrary: fc.integer({ min: 120, max: 1 << 20 }) },
  { weight: 1, arbitrary: fc.integer({ min: SYSTEM_DISTANCE + 120, max: SYSTEM_DISTANCE + (1 << 20) }) },
);

it('any distances come back as they were, also where most are far, when their memory was used again', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(steps, fc.nat(2 ** 31 - 1)), { maxLength: 300 }), (given) => {
      const memory = Int32Array.from(given);
      const takeOut = packedDistances(memory);
      memory.fill(7);
      expect([...takeOut()]).toEqual(given);
    }),
  );
  fc.assert(
    fc.property(fc.array(steps, { maxLength: 300 }), (given) => {
      expect([...packedDistances(Int32Array.from(given))()]).toEqual(given);
    }),
  );
});

it('the ends of what a byte tells', () => {
  const ends = [
    -1,
    0,
    125,
    126,
    SYSTEM_DISTANCE - 1,
    SYSTEM_DISTANCE,
    SYSTEM_DISTANCE + 125,
    SYSTEM_DISTANCE + 126,
  ];
  const given = [...ends, ...Array.from({ length: 100 }, (_, at) => at)];
  const whole = packedDistances(Int32Array.from(given))();
  expect([...whole]).toEqual(given);
  expect(whole.buffer).toBeInstanceOf(SharedArrayBuffer);
});
