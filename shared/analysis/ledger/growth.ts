import type { Ledger, LedgerEntry } from '../../model/ledger.js';

/** A step of the waterfall from one RSS to another. */
export interface GrowthStep extends LedgerEntry {
  /** After minus before. `bytes` is after. */
  readonly delta: number;
}

export interface LedgerGrowth {
  readonly before: number;
  readonly after: number;
  /** What grew most first. The deltas sum to `after` minus `before`. */
  readonly steps: readonly GrowthStep[];
  /** Share of all that moved, up or down, that has a name; 1 where nothing moved. */
  readonly explained: number;
}

/** Between two accounts of one process: which entries the RSS grew by. */
export function ledgerGrowth(before: Ledger, after: Ledger): LedgerGrowth {
  const old = new Map(before.entries.map(({ id, bytes }) => [id, bytes]));
  const steps = after.entries
    .map((entry) => ({ ...entry, delta: entry.bytes - (old.get(entry.id) ?? 0) }))
    .sort((a, b) => b.delta - a.delta);
  const moved = steps.reduce((sum, { delta }) => sum + Math.abs(delta), 0);
  const unnamed = Math.abs(steps.find(({ id }) => id === 'unexplained')?.delta ?? 0);
  return { before: before.rss, after: after.rss, steps, explained: moved > 0 ? 1 - unnamed / moved : 1 };
}
