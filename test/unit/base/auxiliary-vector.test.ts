import { expect, it } from 'vitest';
import { AUXV_PAGE_SIZE, auxiliaryVector } from '../../../shared/base/auxiliary-vector.js';

/** As a kernel with pages of 64 kB writes it: AT_HWCAP, AT_PAGESZ, AT_NULL. */
const words = [16n, 0xffn, 6n, 65_536n, 0n, 0n];
const vector = Buffer.from(BigUint64Array.from(words).buffer);

it('tells the size of a page as the kernel says it', () => {
  expect(auxiliaryVector(vector).get(AUXV_PAGE_SIZE)).toBe(65_536);
});

it('leaves out what is cut off', () => {
  expect([...auxiliaryVector(vector.subarray(0, 25))]).toEqual([[16, 255]]);
  expect(auxiliaryVector(new Uint8Array()).size).toBe(0);
});
