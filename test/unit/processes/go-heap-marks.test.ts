import { expect, test } from 'vitest';
import { markGoHeap } from '../../../electron/processes/linux/go-heap-marks.js';
import { ledger } from '../../../shared/analysis/ledger/ledger.js';
import { drawnRegion } from '../../helpers/drawn-regions.js';

/** kB. */
const ARENA = 64 * 1024;
const AT = 0x9bb_8400_0000 / 1024;
const reserved = (start: number, kilobytes: number) =>
  drawnRegion('anonymous', '', start, kilobytes, { rights: '---p', rss: 0 });

test('Go’s heap is known by its shape, wherever in its arenas it has begun, and is mapped directly', () => {
  const regions = [
    reserved(AT, ARENA / 4),
    drawnRegion('anonymous', '', AT + ARENA / 4, ARENA / 4),
    drawnRegion('anonymous', '[anon: Go: heap]', AT + ARENA / 2, ARENA / 4),
    reserved(AT + (ARENA * 3) / 4, ARENA / 4),
    // Its other memory lies elsewhere.
    drawnRegion('anonymous', '', 0x7f00_0000_1000 / 1024, 4096),
  ];
  const marked = markGoHeap(regions);
  expect(marked.map(({ name }) => name)).toEqual(['', '[Go heap]', '[Go heap]', '', '']);
  const { entries } = ledger({ regions: marked, reading: {} });
  expect(entries.find(({ id }) => id === 'mapped')?.bytes).toBe((ARENA / 2) * 1024);
});

test('two whole arenas side by side are one row', () => {
  const regions = [drawnRegion('anonymous', '', AT, ARENA * 2)];
  expect(markGoHeap(regions).map(({ name }) => name)).toEqual(['[Go heap]']);
});

test.each([
  ['begins at no multiple of 64 MB', drawnRegion('anonymous', '', AT + 4, ARENA)],
  ['ends at none', drawnRegion('anonymous', '', AT, 100)],
  ['has a file', drawnRegion('file', '/data', AT, ARENA)],
])('what %s is none', (_, region) => {
  expect(markGoHeap([region])).toEqual([region]);
});
