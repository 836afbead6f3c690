import { describe, expect, it } from 'vitest';
import { ledgerGrowth } from '../../../shared/analysis/ledger/growth.js';
import { ledgerFromReading } from '../../../shared/analysis/ledger/ledger-series.js';
import { settlingOf } from '../../../shared/analysis/ledger/settling.js';
import { rssTrend } from '../../../shared/analysis/ledger/trend.js';
import { type LedgerVerdict, ledgerVerdict } from '../../../shared/analysis/ledger/verdict.js';
import type { Ledger, LedgerId } from '../../../shared/model/ledger.js';

type Amounts = Partial<Record<LedgerId, number>>;

/** In MB. */
function account(amounts: Amounts): Ledger {
  const reading = Object.fromEntries(Object.entries(amounts).map(([id, mb]) => [`ledger.${id}`, mb * 1e6]));
  const made = ledgerFromReading({ 'ledger.code': 0, ...reading });
  if (!made) throw new Error('no amounts');
  return made;
}

const verdict = (before: Amounts, after: Amounts): LedgerVerdict =>
  ledgerVerdict(ledgerGrowth(account(before), account(after)));

describe('ledgerVerdict', () => {
  it.each<[string, Amounts, Amounts]>([
    ['managed-heap', { 'heap.used': 50, code: 40 }, { 'heap.used': 150, code: 40, 'heap.free': 5 }],
    ['managed-free', { 'heap.used': 50 }, { 'heap.used': 50, 'heap.free': 90 }],
    ['buffers', { arrayBuffers: 1 }, { arrayBuffers: 100 }],
    ['native', { 'malloc.used': 10 }, { 'malloc.used': 110 }],
    ['fragmentation', { 'malloc.used': 10 }, { 'malloc.used': 12, 'malloc.free': 90 }],
    ['allocator', { 'malloc.rest': 10 }, { 'malloc.rest': 60 }],
    ['threads', { stacks: 1, code: 9 }, { stacks: 30, code: 9 }],
    ['files', { files: 5 }, { files: 105 }],
    ['shared', { shared: 5 }, { shared: 105 }],
    ['unexplained', { unexplained: 5 }, { unexplained: 105 }],
    ['mixed', { code: 50 }, { code: 50, 'heap.used': 30, 'malloc.used': 30, files: 30 }],
    ['steady', { 'heap.used': 100 }, { 'heap.used': 101, files: 0.5 }],
    ['shrinking', { 'heap.used': 100 }, { 'heap.used': 40 }],
  ])('%s', (kind, before, after) => {
    const said = verdict(before, after);
    expect(said.kind).toBe(kind);
    expect(said.sentence).toMatch(/^RSS .*\.$/);
    expect(said.advice).toMatch(/\.$/);
  });

  it('is not misled when one entry grew as another shrank', () => {
    expect(
      verdict({ 'heap.free': 100, code: 40 }, { 'heap.free': 10, 'heap.used': 150, code: 40 }).kind,
    ).toBe('managed-heap');
  });

  describe('says nothing else than the samples between the accounts', () => {
    const said = (
      seconds: number,
      rate: number,
      snapshotsAt: readonly number[],
      before: number,
      after: number,
    ) => {
      const time = Array.from({ length: seconds * 4 }, (_, row) => row * 250);
      const raised = (at: number): number => snapshotsAt.filter((begun) => at >= begun).length * 40e6;
      const trend = rssTrend(
        time,
        time.map((at) => 80e6 + (at * rate) / 1000 + raised(at)),
        settlingOf(
          snapshotsAt.map((at) => ({ target: 1, at, pause: 500 })),
          1,
        ),
      );
      return ledgerVerdict(
        ledgerGrowth(account({ 'heap.used': before }), account({ 'heap.used': after })),
        undefined,
        trend,
      );
    };

    it('where they grow and the accounts are alike', () => {
      const { kind, sentence, advice } = said(30, 200e3, [], 80, 81);
      expect(kind).toBe('unlocated');
      expect(sentence).toContain('RSS grows by 200.0 kB/s');
      expect(advice).not.toContain('Nothing to do');
    });

    it('where our own snapshots raised it and it is still between them', () => {
      const { kind, sentence } = said(40, 0, [10_000, 25_000], 80, 160);
      expect(kind).toBe('steady');
      expect(sentence).toContain('outside of our snapshots; it is higher by 80.0 MB with them');
    });

    it('where our own snapshots left their memory with malloc and the heap grows beside', () => {
      const time = Array.from({ length: 240 }, (_, row) => row * 250);
      const trend = rssTrend(
        time,
        time.map((at) => 80e6 + at * 1000 + (at >= 10_000 ? 150e6 : 0)),
        settlingOf(
          [10_000, 30_000].map((at) => ({ target: 1, at, pause: 500 })),
          1,
        ),
      );
      expect(trend.raised / 1e6).toBeCloseTo(150, -1);
      const { kind, sentence, advice } = ledgerVerdict(
        ledgerGrowth(
          account({ 'heap.used': 20, 'malloc.rest': 5, code: 55 }),
          account({ 'heap.used': 80, 'malloc.rest': 155, code: 55 }),
        ),
        undefined,
        trend,
      );
      expect(kind).toBe('managed-heap');
      expect(sentence).toMatch(/^RSS grew by 210\.0 MB; 1(49|50)\.\d MB of it came with our snapshots/);
      expect(sentence).toContain('60.0 MB of what rose is objects in the managed heap');
      expect(advice).toBe('Compare the snapshots by class.');
    });

    it('where both say that it grows', () => {
      expect(said(30, 1e6, [], 80, 110).kind).toBe('managed-heap');
    });
  });

  it('says how much could be given back', () => {
    const { heldFree } = verdict({ 'malloc.used': 10 }, { 'malloc.free': 90, 'heap.free': 10 });
    expect(heldFree).toBe(100e6);
  });
});
