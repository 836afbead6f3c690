import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeTailRow, tailParts } from '../../../electron/store/tail-row.js';
import { ByteReader } from '../../../shared/format/byte-reader.js';
import { ByteWriter } from '../../../shared/format/byte-writer.js';
import { decodeGcBlock, encodeGcBlock } from '../../../shared/format/gc-block.js';
import { MalformedBlock } from '../../../shared/format/malformed-block.js';
import { readColumn, writeColumn } from '../../../shared/format/number-column.js';
import { decodeSampleBlock, encodeSampleBlock } from '../../../shared/format/sample-block.js';

/** What a series can hold: bytes and counts, fractions, nothing. */
const value = fc.oneof(
  fc.integer({ min: 0, max: 2 ** 40 }),
  fc.maxSafeInteger(),
  fc.double({ noDefaultInfinity: true }).map((n) => n + 0),
  fc.constant(Number.NaN),
);
const whole = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 0, max: 2 ** 40 }) },
  { arbitrary: fc.constant(Number.NaN), weight: 1 },
);
const column = fc.oneof(fc.array(value, { maxLength: 200 }), fc.array(whole, { maxLength: 200 }));

describe('blocks of samples', () => {
  test('integers of any size', () => {
    fc.assert(
      fc.property(fc.array(fc.maxSafeInteger()), (numbers) => {
        const to = new ByteWriter(1);
        for (const number of numbers) {
          to.signed(number);
          to.unsigned(Math.abs(number));
        }
        const from = new ByteReader(to.written());
        for (const number of numbers) {
          expect(from.signed() + 0).toBe(number + 0);
          expect(from.unsigned()).toBe(Math.abs(number));
        }
        expect(from.left).toBe(0);
      }),
    );
  });

  test('a column reads back as it was', () => {
    fc.assert(
      fc.property(column, (values) => {
        const to = new ByteWriter();
        writeColumn(to, values, values.length);
        const from = new ByteReader(to.written());
        expect([...readColumn(from, values.length)]).toEqual(values.map((n) => n + 0));
        expect(from.left).toBe(0);
      }),
    );
  });

  test('a block reads back, all of it or the series asked for', () => {
    const block = fc.integer({ min: 0, max: 60 }).chain((rows) =>
      fc.record({
        steps: fc.array(fc.integer({ min: 0, max: 10_000_000 }), { minLength: rows, maxLength: rows }),
        columns: fc.array(fc.array(value, { minLength: rows, maxLength: rows }), { maxLength: 5 }),
        folded: fc.boolean(),
      }),
    );
    fc.assert(
      fc.property(block, ({ steps, columns, folded }) => {
        let now = 0;
        const time = steps.map((step) => {
          now += step;
          return now / 1000;
        });
        const series = new Map(
          columns.map((min, i) => [i * 7, { min, max: folded ? min.map((n) => n + 1) : min }]),
        );
        const bytes = encodeSampleBlock(time, series);
        const read = decodeSampleBlock(bytes);
        expect([...read.time]).toEqual(time);
        expect([...read.series.keys()]).toEqual([...series.keys()]);
        for (const [id, { min, max }] of series) {
          expect([...(read.series.get(id)?.min ?? [])]).toEqual(min);
          expect([...(read.series.get(id)?.max ?? [])]).toEqual(max);
        }
        expect([...decodeSampleBlock(bytes, new Set([7])).series.keys()]).toEqual(
          columns.length > 1 ? [7] : [],
        );
      }),
    );
  });

  test('collections read back to the microsecond', () => {
    const event = fc.record({
      at: fc.integer({ min: 0, max: 1e12 }).map((n) => n / 1000),
      kind: fc.string({ maxLength: 20 }),
      pause: fc.integer({ min: 0, max: 1e9 }).map((n) => n / 1000),
    });
    fc.assert(
      fc.property(fc.array(event), (events) => {
        expect(decodeGcBlock(encodeGcBlock(events))).toEqual(events);
      }),
    );
  });

  test('a flush gives every target its part', () => {
    const part = (target: number, first: number) => ({
      target,
      first,
      time: [1, 2],
      series: new Map([[target * 10, [5, Number.NaN]]]),
      firstGc: 3,
      gc: [{ at: 1.5, kind: 'scavenge', pause: 0.25 }],
    });
    const parts = [...tailParts(encodeTailRow([part(1, 0), part(2, 1000)]))];
    expect(parts.map(({ target, first, firstGc }) => [target, first, firstGc])).toEqual([
      [1, 0, 3],
      [2, 1000, 3],
    ]);
    expect(parts[1].gc()).toEqual([{ at: 1.5, kind: 'scavenge', pause: 0.25 }]);
    expect([...(parts[1].block().series.get(20)?.min ?? [])]).toEqual([5, Number.NaN]);
  });

  test('bytes that nobody wrote are refused, whatever they are', () => {
    const good = encodeSampleBlock([1, 2, 3], new Map([[1, { min: [1, 2.5, 3], max: [1, 2.5, 3] }]]));
    const mangled = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.integer({ min: 0, max: good.length }).map((length) => good.slice(0, length)),
      fc.tuple(fc.nat(good.length - 1), fc.nat(255)).map(([at, byte]) => {
        const copy = good.slice();
        copy[at] = byte;
        return copy;
      }),
    );
    fc.assert(
      fc.property(mangled, (bytes) => {
        for (const decode of [decodeSampleBlock, decodeGcBlock, (row: Uint8Array) => [...tailParts(row)]]) {
          try {
            decode(bytes);
          } catch (error) {
            expect(error).toBeInstanceOf(MalformedBlock);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  test('a damaged flush is known by its checksum', () => {
    const row = encodeTailRow([
      { target: 1, first: 0, firstGc: 0, time: [1], series: new Map([[1, [2]]]), gc: [] },
    ]);
    for (let i = 0; i < row.length; i++) {
      const copy = row.slice();
      copy[i] ^= 0x10;
      expect(() => [...tailParts(copy)]).toThrow(MalformedBlock);
    }
  });
});
