import { describe, expect, it } from 'vitest';
import { isFilling } from '../../../shared/analysis/ledger/filling.js';
import { ledgerGrowth } from '../../../shared/analysis/ledger/growth.js';
import { ledgerFromReading } from '../../../shared/analysis/ledger/ledger-series.js';
import { ledgerVerdict } from '../../../shared/analysis/ledger/verdict.js';

const seconds = Array.from({ length: 61 }, (_, n) => n * 1000);
const over = (value: (second: number) => number): readonly number[] => seconds.map((ms) => value(ms / 1000));

describe('isFilling', () => {
  it.each<[string, boolean, (second: number) => number]>([
    ['a cache that is full after a third', true, (t) => Math.min(t, 20) * 1e6],
    ['a pool that nears its size', true, (t) => 5e7 * (1 - Math.exp(-t / 8))],
    ['a steady leak', false, (t) => t * 1e6],
    ['a leak that grows faster and faster', false, (t) => t * t * 1e4],
    ['a leak in steps', false, (t) => Math.floor(t / 12) * 1e7],
    ['a cache that still fills', false, (t) => Math.min(t, 50) * 1e6],
    ['nothing', false, () => 1e7],
    ['what shrinks', false, (t) => 1e8 - t * 1e6],
  ])('%s: %s', (_, fills, value) => {
    expect(isFilling(seconds, over(value))).toBe(fills);
  });

  it('looks at what was read only, and says nothing of a few readings', () => {
    const sparse = over((t) => (t % 5 === 0 ? Math.min(t, 20) * 1e6 : Number.NaN));
    expect(isFilling(seconds, sparse)).toBe(true);
    expect(isFilling([0, 1000, 2000], [0, 10, 10])).toBe(false);
  });
});

it('the verdict calls a growth that has stopped a cache that fills, and no other', () => {
  const account = (mb: number) => {
    const made = ledgerFromReading({ 'ledger.heap.used': mb * 1e6, 'ledger.code': 1e7 });
    if (!made) throw new Error('no account');
    return made;
  };
  const growth = ledgerGrowth(account(10), account(110));
  expect(ledgerVerdict(growth, (id) => id === 'heap.used').kind).toBe('filling');
  expect(ledgerVerdict(growth, (id) => id === 'heap.used').advice).toMatch(/compare two snapshots/);
  expect(ledgerVerdict(growth, () => false).kind).toBe('managed-heap');
  expect(ledgerVerdict(growth).kind).toBe('managed-heap');
});

it('of memory that no snapshot shows, a trace of native code is advised', () => {
  const account = (mb: number) => {
    const made = ledgerFromReading({ 'ledger.malloc.rest': mb * 1e6, 'ledger.code': 1e7 });
    if (!made) throw new Error('no account');
    return made;
  };
  const { kind, advice } = ledgerVerdict(ledgerGrowth(account(10), account(110)), () => true);
  expect([kind, advice]).toEqual([
    'filling',
    expect.stringMatching(/if it rises again, trace native allocations\.$/),
  ]);
});
