import { expect, it } from 'vitest';
import { LaneRaster } from '../../../renderer/canvas/timeline/lane-raster.js';

const RED = { r: 200, g: 0, b: 0 };
const BLUE = { r: 0, g: 0, b: 200 };
const nan = Number.NaN;

function drawn(wide: number, tall: number, paint: (raster: LaneRaster) => void): LaneRaster {
  const raster = new LaneRaster();
  raster.begin(wide, tall);
  paint(raster);
  return raster;
}
/** Alpha from the top of a column to its foot. */
const alphas = (raster: LaneRaster, x: number): readonly number[] =>
  Array.from({ length: raster.tall }, (_, y) => raster.at(x, y)[3]);

it('an area stands from its value to the foot, and is not where nothing is known', () => {
  const raster = drawn(3, 10, (one) =>
    one.area(Float64Array.of(4, nan, 10), undefined, { foot: 10, scale: 1 }, RED),
  );
  expect(alphas(raster, 0)).toEqual([0, 0, 0, 0, 0, 0, 255, 255, 255, 255]);
  expect(alphas(raster, 1)).toEqual(Array(10).fill(0));
  expect(alphas(raster, 2)).toEqual(Array(10).fill(255));
});

it('an edge between two pixels covers a part of one', () => {
  const raster = drawn(1, 4, (one) => one.area(Float64Array.of(2.25), undefined, { foot: 4, scale: 1 }, RED));
  expect(alphas(raster, 0)).toEqual([0, 64, 255, 255]);
});

it('a line is as tall as its samples differ, and reaches the next column', () => {
  const columns = { min: Float64Array.of(1, 5, 5), max: Float64Array.of(1, 5, 9) };
  const raster = drawn(3, 12, (one) => one.line(columns, { foot: 12, scale: 1 }, RED, 1, 2));
  const rows = (x: number): readonly number[] =>
    alphas(raster, x).flatMap((alpha, y) => (alpha > 0 ? [y] : []));
  // From 1 it goes half-way to 5; from there on, the rest.
  expect(rows(0)).toEqual([8, 9, 10, 11]);
  expect(rows(1)[rows(1).length - 1]).toBe(9);
  expect([rows(2)[0], rows(2).at(-1)]).toEqual([2, 7]);
});

it('layers stand upon each other without a seam, and a hatch is over its own alone', () => {
  const lower = Float64Array.of(3.7);
  const raster = drawn(1, 8, (one) => {
    const scale = { foot: 8, scale: 1 };
    one.area(lower, undefined, scale, RED);
    one.area(Float64Array.of(6), lower, scale, BLUE);
    one.hatch(Float64Array.of(6), lower, scale, { r: 255, g: 255, b: 255 }, 1, 2);
  });
  expect(alphas(raster, 0).slice(2)).toEqual(Array(6).fill(255));
  expect(raster.at(0, 2)).toEqual([255, 255, 255, 255]);
  expect(raster.at(0, 3)).toEqual([0, 0, 200, 255]);
  expect(raster.at(0, 6)).toEqual([200, 0, 0, 255]);
});

it('what was drawn before is gone, and what stands outside is cut', () => {
  const raster = drawn(2, 4, (one) =>
    one.area(Float64Array.of(99, -5), undefined, { foot: 4, scale: 1 }, RED),
  );
  expect(alphas(raster, 0)).toEqual([255, 255, 255, 255]);
  expect(alphas(raster, 1)).toEqual([0, 0, 0, 0]);
  raster.begin(2, 2);
  expect([...alphas(raster, 0), ...alphas(raster, 1)]).toEqual([0, 0, 0, 0]);
});
