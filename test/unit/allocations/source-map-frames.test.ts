import { expect, test } from 'vitest';
import { resolveFrames } from '../../../shared/analysis/allocations/source-map-frames.js';
import { sourceMapPlaces } from '../../../shared/import/source-map/source-map-places.js';

/** `a(){…}` of line 1 is `keepAll` of line 3 in `src/cart.ts`; mapped at columns 0 and 9. */
const MAP = JSON.stringify({
  version: 3,
  file: 'app.js',
  sources: ['../src/cart.ts'],
  names: ['keepAll'],
  mappings: 'AAEA,SAASA',
});
const places = sourceMapPlaces(
  new Map([
    ['/app/dist/app.js', { text: MAP, url: 'file:///app/dist/app.js.map' }],
    ['/app/dist/broken.js', { text: '{"version":3,"mappings":7', url: 'file:///x' }],
  ]),
);
const FRAMES = {
  length: 4,
  name: ['a', '', 'b', 'c'],
  file: ['/app/dist/app.js', '/app/dist/app.js', '/app/dist/broken.js', ''],
  line: Uint32Array.of(1, 1, 1, 0),
  column: Uint32Array.of(11, 11, 1, 0),
};

test('frames move to where they were written; what no map tells stays', () => {
  const { name, file, line, column } = resolveFrames(FRAMES, places);
  expect(name).toEqual(['keepAll', '', 'b', 'c']);
  expect(file).toEqual(['/app/src/cart.ts', '/app/src/cart.ts', '/app/dist/broken.js', '']);
  expect([...line]).toEqual([3, 3, 1, 0]);
  expect([...(column ?? [])]).toEqual([10, 10, 1, 0]);
  expect(FRAMES.name[0]).toBe('a');
});
