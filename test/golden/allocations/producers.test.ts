import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ALL_ALLOCATION_IMPORTERS } from '../../../shared/import/allocations/all-allocation-importers.js';
import { importedProfiles, stacksOf, sum, unpacked } from '../../helpers/imported-profiles.js';

/** Files of real producers; `bytes` and `count` are what the producers' own readers say. */

const folder = new URL('../../fixtures/allocations/', import.meta.url);
const read = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, folder)));

interface Expected {
  readonly file: string;
  readonly id: string;
  readonly profiles: readonly {
    readonly name: string | RegExp;
    readonly unit: string;
    readonly bytes: number;
    readonly count?: number;
  }[];
  /** The stack that allocates most. */
  readonly most: RegExp;
}

const EXPECTED: readonly Expected[] = [
  {
    ...{ file: 'node24.heapprofile', id: 'heapprofile', most: /> main > fill$/ },
    profiles: [{ name: 'shop', unit: 'bytes', bytes: 5_943_528, count: 174 }],
  },
  {
    ...{ file: 'node.pb.gz', id: 'pprof', most: /> main > fill > order$/ },
    profiles: [
      { name: 'inuse_space', unit: 'bytes', bytes: 8_798_770, count: 9644 },
      { name: 'inuse_objects (count)', unit: 'count', bytes: 9644 },
    ],
  },
  {
    ...{
      file: 'python3.8.tracemalloc',
      id: 'tracemalloc',
      most: /^<string>:3 > shop.py:17 > shop.py:13 > shop.py:9 > shop.py:6$/,
    },
    profiles: [{ name: 'shop', unit: 'bytes', bytes: 741_361, count: 1874 }],
  },
  {
    ...{ file: 'python3.13.tracemalloc', id: 'tracemalloc', most: /> shop.py:9 > shop.py:6$/ },
    profiles: [{ name: 'shop', unit: 'bytes', bytes: 719_341, count: 1811 }],
  },
  {
    ...{ file: 'memray.csv', id: 'memray-csv', most: /main > fill > order > item$/ },
    profiles: [{ name: 'shop', unit: 'bytes', bytes: 673_918, count: 395 }],
  },
  {
    ...{ file: 'calls.csv', id: 'calls-csv', most: /main > fill > order > item$/ },
    profiles: [{ name: 'shop', unit: 'bytes', bytes: 673_918, count: 395 }],
  },
  {
    ...{ file: 'memray-table.html.gz', id: 'memray-table', most: /^0x1 > item$/ },
    profiles: [{ name: 'shop', unit: 'bytes', bytes: 673_918, count: 395 }],
  },
  {
    ...{ file: 'memray.speedscope.json', id: 'speedscope', most: /main > fill > order > item$/ },
    profiles: [
      { name: 'Memory', unit: 'bytes', bytes: 673_918 },
      { name: 'Allocations', unit: 'count', bytes: 395 },
    ],
  },
  {
    ...{ file: 'heaptrack.zst', id: 'heaptrack', most: /main > fill > order > item$/ },
    profiles: [
      // heaptrack_print: "total memory leaked: 420.63K", "peak heap memory consumption: 693.62K", 311 calls.
      { name: /alive at the end \(3\d ms\)/, unit: 'bytes', bytes: 420_626 },
      { name: /alive at the peak/, unit: 'bytes', bytes: 693_625 },
      { name: /all that was allocated/, unit: 'bytes', bytes: 693_625, count: 311 },
    ],
  },
  {
    // Two stacks of the last of its four reports: 300 items, and the vector that keeps them.
    ...{ file: 'memleak.txt', id: 'memleak' },
    most: /^__libc_start_call_main > main > shop::Shelf<shop::Item>::fill\(int\) > .*order\(int\) > shop::item\(int\)$/,
    profiles: [{ name: 'shop', unit: 'bytes', bytes: 604_993, count: 301 }],
  },
  {
    ...{ file: 'heaptrack.folded', id: 'folded', most: /^main > fill > order > item$/ },
    profiles: [{ name: 'shop', unit: 'bytes', bytes: 311 }],
  },
];

test('every sample is expected', () => {
  const files = readdirSync(folder).filter((name) => name !== 'README.md');
  expect(files.sort()).toEqual(EXPECTED.map(({ file }) => file).sort());
});

test.each(EXPECTED)('$file', ({ file, id, profiles, most }) => {
  const bytes = read(file);
  const head = unpacked(bytes).subarray(0, 4096);
  expect(ALL_ALLOCATION_IMPORTERS.filter((importer) => importer.matches(head)).map((one) => one.id)).toEqual([
    id,
  ]);
  const found = importedProfiles(bytes);
  expect(found).toHaveLength(profiles.length);
  for (const [at, { name, unit, bytes: weight, count }] of profiles.entries()) {
    const { table } = found[at];
    expect(found[at].name).toEqual(typeof name === 'string' ? name : expect.stringMatching(name));
    expect(found[at].unit).toBe(unit);
    expect(sum(table.weight)).toBe(weight);
    if (count !== undefined) expect(table.count ? sum(table.count) : table.length).toBe(count);
  }
  expect(stacksOf(found[0].table)[0][0]).toMatch(most);
});

test.each(EXPECTED)('$file, in pieces', ({ file }) => {
  const bytes = unpacked(read(file));
  expect(importedProfiles(bytes, 7)).toEqual(importedProfiles(bytes));
});
