import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readElectronFuses } from '../../../electron/drivers/v8/electron-fuses.js';

const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const CHUNK = 4 << 20;
const directory = mkdtempSync(join(tmpdir(), 'fuses-under-test-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** A binary with its fuse wire `at` bytes in. */
function binary(at: number, wire: string, after = 1000): string {
  const path = join(directory, `electron-${at}-${wire.length}-${after}`);
  const head = Buffer.concat([Buffer.from(SENTINEL), Buffer.from([1, wire.length]), Buffer.from(wire)]);
  writeFileSync(path, Buffer.concat([Buffer.alloc(at, 'x'), head, Buffer.alloc(after)]));
  return path;
}

test.each([
  ['on', '10110', true],
  ['off', '10100', false],
  ['removed', '101r0', undefined],
  ['not there in this version', '101', undefined],
])('nodeCliInspect is %s', async (_, wire, expected) => {
  expect(await readElectronFuses(binary(5000, wire))).toEqual({ nodeCliInspect: expected });
});

test.each([CHUNK - 40, CHUNK - 32, CHUNK - 31, CHUNK - 10, CHUNK - 1, CHUNK])(
  'a wire %i bytes in, across two reads',
  async (at) => {
    expect(await readElectronFuses(binary(at, '10100'))).toEqual({ nodeCliInspect: false });
  },
);

test('a wire at the very end', async () => {
  expect(await readElectronFuses(binary(100, '10100', 0))).toEqual({ nodeCliInspect: false });
});

test('no wire, no fuses', async () => {
  const path = join(directory, 'other');
  writeFileSync(path, Buffer.alloc(100_000, SENTINEL.slice(0, 31)));
  expect(await readElectronFuses(path)).toBeUndefined();
});
