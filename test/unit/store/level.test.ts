import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FOLD, LEVEL_ROWS, Level, type LevelBlock } from '../../../electron/store/level.js';
import { decodeSampleBlock } from '../../../shared/format/sample-block.js';

const sample = fc.tuple(
  fc.oneof(fc.integer({ min: 0, max: 1000 }), fc.constant(Number.NaN)),
  fc.oneof(fc.integer({ min: 0, max: 1000 }), fc.constant(Number.NaN)),
);

function extremes(values: readonly number[]): [number, number] {
  const present = values.filter((value) => !Number.isNaN(value));
  return present.length === 0 ? [Number.NaN, Number.NaN] : [Math.min(...present), Math.max(...present)];
}

test('a level is the minimum and maximum of every sixteen, however they came in', () => {
  const pushes = fc.array(fc.array(sample, { minLength: 1, maxLength: 700 }), { maxLength: 20 });
  fc.assert(
    fc.property(pushes, fc.boolean(), (given, secondAppearsLate) => {
      const level = new Level(1);
      const blocks: LevelBlock[] = [];
      const all: [number, number][] = [];
      for (const [nth, samples] of given.entries()) {
        const time = samples.map((_, i) => all.length + i);
        const late = secondAppearsLate && nth < 2;
        const one = (k: 0 | 1) => {
          const values = samples.map((pair) => pair[k]);
          return { min: values, max: values };
        };
        level.push({
          time,
          series: new Map(
            late
              ? [[1, one(0)]]
              : [
                  [1, one(0)],
                  [2, one(1)],
                ],
          ),
        });
        all.push(...samples.map(([a, b]): [number, number] => [a, late ? Number.NaN : b]));
        for (let block = level.take(all.length - 1); block; block = level.take(all.length - 1))
          blocks.push(block);
      }
      for (const { first, samples } of blocks) {
        expect(first % (LEVEL_ROWS * FOLD)).toBe(0);
        expect(samples).toBe(LEVEL_ROWS * FOLD);
      }
      const rest = level.take(all.length - 1, true);
      if (rest) blocks.push(rest);
      const entries = blocks.flatMap(({ data }) => {
        const { time, series } = decodeSampleBlock(data);
        return [...time].map((at, i) => [
          at,
          ...[1, 2].flatMap((id) => [
            series.get(id)?.min[i] ?? Number.NaN,
            series.get(id)?.max[i] ?? Number.NaN,
          ]),
        ]);
      });
      const expected = Array.from({ length: Math.floor(all.length / FOLD) }, (_, k) => {
        const rows = all.slice(k * FOLD, (k + 1) * FOLD);
        return [k * FOLD, ...extremes(rows.map(([a]) => a)), ...extremes(rows.map(([, b]) => b))];
      });
      expect(entries).toEqual(expected);
    }),
    { numRuns: 60 },
  );
});
