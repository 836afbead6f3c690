import { expect, it } from 'vitest';
import { SeriesSource } from '../../../renderer/views/timeline/series-source.js';

const fed = (times: readonly number[]): SeriesSource => {
  const source = new SeriesSource();
  for (const at of times) source.append(at, 1);
  return source;
};
const gaps = ({ whole }: SeriesSource): number =>
  [...whole.max.subarray(0, whole.length)].filter(Number.isNaN).length;
const every = (step: number, from: number, to: number): readonly number[] =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, at) => from + at * step);

it('a live series has a gap where several readings were missed, and none where one was late', () => {
  const gone = fed([...every(100, 0, 5000), ...every(100, 7000, 9000)]);
  expect(gaps(gone)).toBe(1);
  expect(gone.whole.gapAt(6000)).toBe(2000);
  expect(gaps(fed([...every(100, 0, 5000), ...every(100, 5900, 9000)]))).toBe(0);
  expect(gaps(fed(every(2000, 0, 60_000)))).toBe(0);
  expect(gaps(fed([0, 9000]))).toBe(0);
});
