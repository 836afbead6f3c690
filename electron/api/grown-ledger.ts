import { ledgerGrowth } from '../../shared/analysis/ledger/growth.js';
import type { RssTrend } from '../../shared/analysis/ledger/trend.js';
import { ledgerVerdict } from '../../shared/analysis/ledger/verdict.js';
import type { LedgerAnswer } from '../../shared/api/sessions.js';
import type { Ledger, LedgerId } from '../../shared/model/ledger.js';

/** An account with what each of its lines grew by, and what that comes down to. */
export function grown(
  before: Ledger,
  after: Ledger,
  fills: (id: LedgerId) => boolean,
  trend?: RssTrend,
): LedgerAnswer {
  const growth = ledgerGrowth(before, after);
  const deltas = new Map(growth.steps.map(({ id, delta }) => [id, delta]));
  const { kind, sentence, advice, heldFree } = ledgerVerdict(growth, fills, trend);
  return {
    ...after,
    entries: after.entries.map((line) => ({ ...line, delta: deltas.get(line.id) ?? 0 })),
    verdict: { kind, sentence, advice, heldFree, explained: growth.explained },
  };
}
