import { describe, expect, it } from 'vitest';
import type { Ledger } from '../../../renderer/views/overview/use-ledger.js';
import { verdictOf } from '../../../renderer/views/overview/verdict.js';
import { settlingOf } from '../../../shared/analysis/ledger/settling.js';
import { runOf, runsOf } from '../../../shared/base/runs.js';

const SNAPSHOT = { id: 1, target: 1, nodes: 1, edges: 1, bytes: 1, pause: 200 };

/** RSS at 10 Hz: grows by 1 MB/s; each snapshot adds 80 MB, of which half goes when it has settled. */
function ledgerOf(seconds: number, snapshots: readonly number[]): Ledger {
  const time = Float64Array.from({ length: seconds * 10 }, (_, row) => row * 100);
  const max = time.map((at) =>
    snapshots.reduce(
      (sum, begun) => sum + (at < begun ? 0 : at < begun + 5000 ? 80e6 : 40e6),
      50e6 + at * 1000,
    ),
  );
  const ends = { start: max[0], end: max[max.length - 1] };
  return {
    entries: [{ id: 'rest', title: 'rest', about: '', colour: 'm-file', ...ends }],
    rss: ends,
    series: { name: 'rss', time, min: max, max },
    from: 0,
    to: seconds * 1000,
    whole: false,
  };
}

const said = (seconds: number, at: readonly number[], live = true) =>
  verdictOf(
    'node',
    'v8',
    ledgerOf(seconds, at),
    settlingOf(
      at.map((begun) => ({ ...SNAPSHOT, at: begun })),
      1,
    ),
    live,
  );

describe('the headline', () => {
  it('says the growth of the program, not that of our own snapshots', () => {
    const { tone, sentence, because } = said(40, [12_000, 22_000]);
    expect(tone).toBe('grows');
    expect(sentence).toContain('1.00 MB/s');
    expect(because).toMatch(/RSS rose by 29\.\d MB/);
    expect(because).toContain('Left out: our 2 snapshots');
  });

  it('waits for ten seconds of samples outside of snapshots, and says how many are to come', () => {
    const early = said(12, [4000]);
    expect(early.tone).toBe('waiting');
    expect(early.sentence).toContain('Too early to tell');
    expect(early.because).toMatch(/needs 10\.0 s of samples; 3.4 s more/);
    expect(said(5, [], false).sentence).toContain('Too short to tell');
  });

  it('judges snapshots of other processes to be no matter', () => {
    expect(settlingOf([{ ...SNAPSHOT, at: 0 }], 2)).toEqual([]);
  });
});

describe('runs between stretches', () => {
  const without = [
    { from: 10, to: 20 },
    { from: 15, to: 30 },
  ];

  it('are told apart, and those within stretches that overlap too', () => {
    expect([0, 10, 19, 25, 30].map((at) => Math.max(-1, runOf(at, without)))).toEqual([0, -1, -1, -1, 2]);
  });

  it('sum what happened in each', () => {
    expect(runsOf([0, 5, 12, 22, 30, 40], [1, 2, 90, 95, 50, 53], without)).toEqual({ span: 15, delta: 4 });
  });
});
