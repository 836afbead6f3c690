import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ledgerGrowth } from '../../../shared/analysis/ledger/growth.js';
import { ledger } from '../../../shared/analysis/ledger/ledger.js';
import { ledgerFromReading, ledgerReading } from '../../../shared/analysis/ledger/ledger-series.js';
import type { Ledger } from '../../../shared/model/ledger.js';
import { MAPPED_DIRECTLY } from '../../../shared/model/mapped-directly.js';
import { REGION_KINDS, type Region } from '../../../shared/model/region.js';
import type { Reading } from '../../../shared/model/series.js';
import { seriesDefinition } from '../../../shared/model/series.js';

const MB = 1 << 20;

/** A mapping from its kind, name and RSS. */
const region = (kind: Region['kind'], name: string, rss: number, anonymous = 0, start = 0x1000): Region => ({
  start,
  end: start + rss,
  rights: 'rw-p',
  kind,
  name,
  rss,
  pss: rss,
  uss: rss,
  anonymous,
  swap: 0,
  huge: 0,
  lazyFree: 0,
  hugetlb: 0,
});

const lines = ({ entries }: Ledger): Record<string, number> =>
  Object.fromEntries(entries.filter(({ bytes }) => bytes > 0).map(({ id, bytes }) => [id, bytes / MB]));

const NAMES = [
  '',
  '[heap]',
  '[pymalloc arenas]',
  '[malloc large blocks]',
  '/lib/x.so',
  '/data',
  '[anon:x]',
  MAPPED_DIRECTLY,
];
const anyRegions = fc.array(
  fc.record({
    kind: fc.constantFrom(...REGION_KINDS),
    name: fc.constantFrom(...NAMES),
    pages: fc.nat(1000),
    dirty: fc.nat(1000),
    aligned: fc.boolean(),
  }),
);
const FIGURES = [
  'heap.used',
  'heap.committed',
  'heap.limit',
  'external',
  'arrayBuffers',
  'malloc.used',
  'malloc.free',
];
const anyReading: fc.Arbitrary<Reading> = fc.dictionary(
  fc.constantFrom(...FIGURES),
  fc.oneof(fc.double({ min: -1e6, max: 1e9, noNaN: true }), fc.constant(Number.NaN), fc.constant(Infinity)),
);
const anyInput = fc.tuple(anyRegions, anyReading).map(([all, reading]) => ({
  reading,
  regions: all.map(({ kind, name, pages, dirty, aligned }) =>
    region(kind, name, pages * 4096, dirty * 4096, aligned ? 1 << 18 : 4096),
  ),
}));

describe('ledger', () => {
  it('accounts for every byte exactly once, whatever the mappings and the runtime say', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const { rss, entries, explained, unexplained } = ledger(input);
        expect(rss).toBe(input.regions.reduce((sum, each) => sum + each.rss, 0));
        expect(entries.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(rss);
        for (const { bytes } of entries) expect(bytes >= 0 && Number.isInteger(bytes)).toBe(true);
        expect(entries.at(-1)).toMatchObject({ id: 'unexplained', bytes: unexplained });
        expect(explained).toBeCloseTo(rss > 0 ? 1 - unexplained / rss : 1);
      }),
    );
  });

  it('gives the heap of V8 its pages, and names what is left', () => {
    const regions = [
      region('anonymous', '', 100 * MB),
      region('heap', '[heap]', 10 * MB),
      region('heap', '[malloc large blocks]', 50 * MB),
      region('code', '/usr/bin/node', 30 * MB),
      region('file', '/usr/bin/node', 5 * MB, 1 * MB),
      region('file', '/usr/share/icu.dat', 3 * MB),
      region('stack', '[stack]', 1 * MB),
    ];
    const reading = {
      'heap.used': 60 * MB,
      'heap.committed': 80 * MB,
      external: 52 * MB,
      arrayBuffers: 50 * MB,
    };
    expect(lines(ledger({ regions, reading }))).toEqual({
      'heap.used': 60,
      'heap.free': 20,
      arrayBuffers: 50,
      external: 2,
      'malloc.rest': 8,
      stacks: 1,
      code: 34,
      data: 1,
      files: 3,
      unexplained: 20,
    });
  });

  it('counts pages that V8 keeps without counting them itself', () => {
    const regions = [region('anonymous', '', 64 * MB, 0, 1 << 18)];
    const figures = { 'heap.used': 4 * MB, 'heap.committed': 8 * MB };
    expect(lines(ledger({ regions, reading: { ...figures, 'heap.limit': 1 } }))).toEqual({
      'heap.used': 4,
      'heap.free': 60,
    });
    expect(lines(ledger({ regions, reading: figures }))).toEqual({
      'heap.used': 4,
      'heap.free': 4,
      unexplained: 56,
    });
  });

  it('does not believe a runtime that has more than there is', () => {
    const regions = [region('anonymous', '', 10 * MB)];
    const reading = { 'heap.used': 8 * MB, 'heap.committed': 500 * MB, external: 900 * MB };
    expect(lines(ledger({ regions, reading }))).toEqual({ 'heap.used': 8, 'heap.free': 2 });
  });

  it('tells a leak in C from memory that malloc only keeps', () => {
    const regions = [region('heap', '[heap]', 200 * MB)];
    const of = (used: number, free: number): Record<string, number> =>
      lines(ledger({ regions, reading: { 'malloc.used': used * MB, 'malloc.free': free * MB } }));
    expect(of(190, 10)).toEqual({ 'malloc.used': 190, 'malloc.free': 10 });
    expect(of(10, 190)).toEqual({ 'malloc.used': 10, 'malloc.free': 190 });
    expect(lines(ledger({ regions, reading: {} }))).toEqual({ 'malloc.rest': 200 });
  });

  it('is whole for a process without memory', () => {
    expect(ledger({ regions: [], reading: {} })).toMatchObject({ rss: 0, explained: 1, unexplained: 0 });
  });
});

describe('ledgerReading', () => {
  it('comes back from a session as it went in', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const account = ledger(input);
        expect(ledgerFromReading(ledgerReading(account))).toEqual(account);
      }),
    );
  });

  it('is nothing where none was recorded', () => {
    expect(ledgerFromReading({ rss: 5 })).toBeUndefined();
  });

  it('names series that have definitions', () => {
    for (const name of Object.keys(ledgerReading(ledger({ regions: [], reading: {} }))))
      expect(seriesDefinition(name).title).not.toBe(name);
  });
});

describe('ledgerGrowth', () => {
  it('sums to the growth of RSS, the largest first', () => {
    fc.assert(
      fc.property(anyInput, anyInput, (one, two) => {
        const [before, after] = [ledger(one), ledger(two)];
        const growth = ledgerGrowth(before, after);
        expect(growth.steps.reduce((sum, { delta }) => sum + delta, 0)).toBe(after.rss - before.rss);
        for (const [n, { delta }] of growth.steps.entries())
          expect(delta).toBeLessThanOrEqual(growth.steps[n - 1]?.delta ?? Number.POSITIVE_INFINITY);
        expect(growth.explained).toBeGreaterThanOrEqual(0);
        expect(growth.explained).toBeLessThanOrEqual(1);
      }),
    );
  });
});
