import { expect, it } from 'vitest';
import { fuzzColumns } from '../helpers/column-fuzz.js';
import { fuzzPythonHeaps, fuzzSnapshots } from '../helpers/heap-fuzz.js';
import { fuzzTimelines } from '../helpers/timeline-fuzz.js';

/** More by `FUZZ_CASES=1000000`, other ones by `FUZZ_SEED=7`. */
const CASES = Number(process.env['FUZZ_CASES'] ?? 120_000);
const SEED = Number(process.env['FUZZ_SEED'] ?? 1);

it(`${CASES} mutated heap snapshots`, () => {
  const result = fuzzSnapshots(SEED, CASES);
  console.log(result);
  expect(result.refused + result.equal + result.lenient).toBe(CASES);
}, 3_600_000);

it(`${CASES} mutated heap timelines`, () => {
  const result = fuzzTimelines(SEED, CASES);
  console.log(result);
  expect(result.refused + result.equal + result.lenient).toBe(CASES);
}, 3_600_000);

it(`${CASES} mutated Python heaps`, () => {
  const result = fuzzPythonHeaps(SEED, CASES);
  console.log(result);
  expect(result.refused + result.lenient).toBe(CASES);
}, 3_600_000);

it(`${CASES} heaps whose stored columns were changed`, async () => {
  const result = await fuzzColumns(SEED, CASES);
  console.log(result);
  expect(result.refused + result.read).toBe(CASES);
}, 3_600_000);
