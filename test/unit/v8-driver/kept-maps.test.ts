import { zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { original, originalPlaces } from '../../../electron/api/original-places.js';
import type { Entry } from '../../../electron/api/session-entry.js';

const MAP = JSON.stringify({ version: 3, sources: ['app.ts'], names: [], mappings: 'AAMA' });
const SCRIPT = 'https://example.test/app.js';
const AT = { file: SCRIPT, line: 1, column: 1 };

/** A session that keeps these artifacts; what `meta` says may be anything, for a file may. */
function keeping(artifacts: readonly { readonly meta: unknown; readonly data: Uint8Array }[]): Entry {
  return {
    artifacts: () =>
      artifacts.map(({ meta }, id) => ({ id, kind: 'source-map', at: 0, meta, size: 0, target: 1 })),
    artifact: (id: number) => artifacts[id]?.data,
  } as unknown as Entry;
}

const packed = (text: string): Uint8Array => zstdCompressSync(Buffer.from(text));

test('a kept map tells where code was written; the later of two counts', () => {
  const old = packed(MAP.replace('app.ts', 'old.ts'));
  const entry = keeping([
    { meta: { file: SCRIPT, url: SCRIPT }, data: old },
    { meta: { file: SCRIPT, url: SCRIPT }, data: packed(MAP) },
  ]);
  expect(original(AT, originalPlaces(entry))).toEqual({
    ...AT,
    file: 'https://example.test/app.ts',
    line: 7,
  });
});

test.each([
  ['no zstd', { file: SCRIPT }, new Uint8Array([1, 2, 3])],
  ['no map', { file: SCRIPT }, packed('{"mappings": 7')],
  ['lines before the first', { file: SCRIPT }, packed(MAP.replace('AAMA', 'AADA'))],
  ['more than it may have', { file: SCRIPT }, packed('x'.repeat(80 << 20))],
  ['no script', { file: 7 }, packed(MAP)],
  ['nothing said of it', undefined, packed(MAP)],
])('one with %s tells nothing', (_, meta, data) => {
  expect(original(AT, originalPlaces(keeping([{ meta, data }])))).toEqual(AT);
});
