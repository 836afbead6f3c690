import { expect, test } from 'vitest';
import { ScriptMaps } from '../../../electron/drivers/v8/script-maps.js';

const MAP = JSON.stringify({ version: 3, sources: ['a.ts'], names: [], mappings: 'AAMA' });
const names = ['webpack://app/1.js', 'webpack://app/2.js', 'webpack://app/3.js'];
const live = async (files: readonly string[]) =>
  new Map(files.map((file) => [file, { text: MAP, url: file }] as const));

test('maps are held up to a size in all, however many a program names', async () => {
  const maps = new ScriptMaps(undefined, live, 2 * MAP.length);
  expect([...(await maps.mapsFor(names)).keys()]).toEqual(names.slice(0, 2));
  expect((await maps.placesFor(names)).of(names[2], 1, 1)).toBeUndefined();
});

test('what is no map takes no room', async () => {
  const maps = new ScriptMaps(
    undefined,
    async () => new Map([[names[0], { text: 'x'.repeat(500), url: '' }]]),
    400,
  );
  expect((await maps.mapsFor(names)).size).toBe(0);
});
