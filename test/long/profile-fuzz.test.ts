import { expect, test } from 'vitest';
import { damaged, profileSamples, readOrRefused } from '../helpers/profile-fuzz.js';

/** More by `FUZZ_CASES=1000000`. */
const FILES = Number(process.env['FUZZ_CASES'] ?? 100_000);

test(`${FILES} damaged profiles are read or refused with a sentence, none hangs or breaks`, () => {
  const samples = profileSamples();
  const found = { read: 0, refused: 0 };
  for (let seed = 0; seed < FILES; seed++) {
    const { bytes } = samples[seed % samples.length];
    if (readOrRefused(damaged(bytes, seed)) === undefined) found.refused++;
    else found.read++;
  }
  console.log(found);
  expect(found.read).toBeGreaterThan(FILES / 100);
  expect(found.refused).toBeGreaterThan(FILES / 100);
}, 3_600_000);
