import { expect, test } from 'vitest';
import { damaged, profileSamples, readOrRefused } from '../../helpers/profile-fuzz.js';

/** A hundred damaged files of each format; `test/long` has a hundred thousand. */
test.each(profileSamples())('$name, damaged, is read or refused with a sentence', ({ name, bytes }) => {
  expect(readOrRefused(bytes)).toBeGreaterThan(0);
  let refused = 0;
  for (let seed = 0; seed < 100; seed++) if (readOrRefused(damaged(bytes, seed)) === undefined) refused++;
  expect(refused, name).toBeGreaterThan(0);
});
