import { describe, expect, it } from 'vitest';
import { countText, deltaText, sizeText, timeText } from '../../../shared/base/quantity.js';

describe('quantities for a person', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [12_400, '12.4 kB'],
    [380_700_000, '380.7 MB'],
    [1_620_000_000, '1.62 GB'],
    [-2_000_000, '−2.0 MB'],
  ])('%d bytes: %s', (bytes, text) => expect(sizeText(bytes)).toBe(text));

  it.each([
    [7, '7'],
    [1234, '1\u2009234'],
    [1_234_567, '1\u2009234\u2009567'],
    [-1234, '−1\u2009234'],
  ])('%d counted: %s', (count, text) => expect(countText(count)).toBe(text));

  it.each([
    [0.4, '0.4 ms'],
    [812, '812 ms'],
    [4200, '4.2 s'],
    [763_000, '12:43'],
    [62_000, '1:02'],
    [11_232_000, '3:07:12'],
  ])('%d ms: %s', (ms, text) => expect(timeText(ms)).toBe(text));

  it('signs a difference with a true minus', () => {
    expect([deltaText(5, countText), deltaText(-5, countText), deltaText(0, countText)]).toEqual([
      '+5',
      '−5',
      '0',
    ]);
  });
});
