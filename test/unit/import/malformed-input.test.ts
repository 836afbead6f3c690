import { expect, it } from 'vitest';
import { fuzzPythonHeaps, fuzzSnapshots } from '../../helpers/heap-fuzz.js';
import { fuzzTimelines } from '../../helpers/timeline-fuzz.js';

const SEED = 20261121;

it('2,000 mutated heap snapshots are each refused clearly or read rightly', () => {
  const result = fuzzSnapshots(SEED, 2000);
  expect(result.refused).toBeGreaterThan(200);
  expect(result.equal).toBeGreaterThan(200);
});

it('2,000 mutated Python heaps are each refused clearly or read whole', () => {
  const result = fuzzPythonHeaps(SEED, 2000);
  expect(result.refused).toBeGreaterThan(200);
  expect(result.lenient).toBeGreaterThan(200);
});

it('2,000 mutated heap timelines are each refused clearly or read rightly, with all that they tell of allocations', () => {
  const result = fuzzTimelines(SEED, 2000);
  expect(result.refused).toBeGreaterThan(200);
  expect(result.equal).toBeGreaterThan(200);
});
