import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MinMaxLevels } from '../../../renderer/canvas/timeline/min-max-levels.js';
import { fillColumns, largest, pixelColumns } from '../../../renderer/canvas/timeline/pixel-columns.js';

/** Bytes and counts: whole numbers, so that a straight line between two of them never rounds past one. */
const values = fc.array(fc.integer({ min: 0, max: 2 ** 31 - 1 }), { minLength: 1, maxLength: 3000 });

describe('levels of minimum and maximum', () => {
  it('keep the extremes of all samples, at any width', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 300 }), (samples, width) => {
        const value = Float64Array.from(samples);
        const levels = new MinMaxLevels(Float64Array.from(samples.keys()), value);
        const columns = pixelColumns(width);
        fillColumns(levels, 0, samples.length, columns, false);
        expect(largest(columns)).toBe(Math.max(0, ...samples));
        expect(Math.min(...columns.min.filter((low) => !Number.isNaN(low)))).toBe(Math.min(...samples));
      }),
    );
  });

  it('are the same whether the samples came at once or one by one', () => {
    fc.assert(
      fc.property(values, (samples) => {
        const whole = new MinMaxLevels(Float64Array.from(samples.keys()), Float64Array.from(samples));
        const grown = new MinMaxLevels();
        samples.forEach((sample, at) => {
          grown.append(at, sample);
        });
        const [a, b] = [pixelColumns(40), pixelColumns(40)];
        fillColumns(whole, 0, samples.length, a, false);
        fillColumns(grown, 0, samples.length, b, false);
        expect(b).toEqual(a);
      }),
    );
  });

  it('pass over what was not read, wherever it stands', () => {
    const some = fc.array(fc.option(fc.integer({ min: 0, max: 1e9 }), { nil: Number.NaN }), {
      minLength: 1,
      maxLength: 3000,
    });
    fc.assert(
      fc.property(some, (samples) => {
        const time = Float64Array.from(samples.keys());
        const whole = new MinMaxLevels(time, Float64Array.from(samples));
        const grown = new MinMaxLevels();
        samples.forEach((sample, at) => {
          grown.append(at, sample);
        });
        for (let k = 0; k < whole.depth; k++)
          for (let from = 0, bucket = 0; from < samples.length; from += whole.sizeOf(k), bucket++) {
            const there = samples.slice(from, from + whole.sizeOf(k)).filter((one) => !Number.isNaN(one));
            const extremes =
              there.length > 0 ? [Math.min(...there), Math.max(...there)] : [Number.NaN, Number.NaN];
            expect([whole.minOf(k)[bucket], whole.maxOf(k)[bucket]]).toEqual(extremes);
            expect([grown.minOf(k)[bucket], grown.maxOf(k)[bucket]]).toEqual(extremes);
          }
      }),
    );
  });

  it('draw nothing across a gap, and hold a step until it changes', () => {
    const levels = new MinMaxLevels(
      Float64Array.of(0, 10, 11, 20, 30),
      Float64Array.of(1, 3, Number.NaN, 5, 5),
    );
    const columns = pixelColumns(30);
    fillColumns(levels, 0, 30, columns, true);
    expect(columns.max[5]).toBe(1);
    expect(columns.max[10]).toBe(3);
    expect(columns.max[15]).toBeNaN();
    expect(columns.max[25]).toBe(5);
  });
});

it('a gap says how long nothing was read, from the last reading to the next', () => {
  const levels = new MinMaxLevels(
    Float64Array.of(0, 100, 700, 1300, 1400),
    Float64Array.of(1, 1, Number.NaN, 1, 1),
  );
  for (const at of [101, 500, 700, 900, 1299]) expect(levels.gapAt(at)).toBe(1200);
  for (const at of [-1, 0, 50, 99, 1350, 1400, 2000]) expect(levels.gapAt(at)).toBeUndefined();
});

it('a series that is read more rarely than its neighbours is held between its values and up to the end', () => {
  const nan = Number.NaN;
  const time = Float64Array.of(0, 100, 200, 300, 400, 500, 600, 700);
  const levels = new MinMaxLevels(time, Float64Array.of(4, nan, nan, nan, 7, nan, nan, nan));
  const columns = pixelColumns(80);
  fillColumns(levels, 0, 800, columns, true, true);
  expect([...columns.max.slice(0, 40)].every((value) => value === 4)).toBe(true);
  expect([...columns.max.slice(40, 70)].every((value) => value === 7)).toBe(true);
  fillColumns(levels, 0, 800, columns, true);
  expect([...columns.max.slice(5, 35)].every(Number.isNaN)).toBe(true);
});
