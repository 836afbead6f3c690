import type { LedgerId } from '../../model/ledger.js';
import type { LedgerGrowth } from './growth.js';

/**
 * Where a runtime's snapshot leaves its memory: V8 builds it in malloc's memory and frees it there, and glibc keeps
 * what stands below anything that lives on. What is known least of comes first.
 */
const LEFT_IN: readonly LedgerId[] = ['malloc.rest', 'malloc.free', 'malloc.used', 'mapped'];

/**
 * Takes from a growth what our own snapshots brought: at most `raised` bytes of RSS, and of an entry at most what it
 * grew by. `ours` is what was taken, in bytes.
 */
export function withoutOurShare(
  growth: LedgerGrowth,
  raised: number,
): { readonly growth: LedgerGrowth; readonly ours: number } {
  let left = raised;
  const taken = new Map<LedgerId, number>();
  for (const id of LEFT_IN) {
    const grew = growth.steps.find((step) => step.id === id)?.delta ?? 0;
    const bytes = Math.min(left, Math.max(0, grew));
    taken.set(id, bytes);
    left -= bytes;
  }
  const ours = raised - left;
  const steps = growth.steps
    .map((step) => ({ ...step, delta: step.delta - (taken.get(step.id) ?? 0) }))
    .sort((a, b) => b.delta - a.delta);
  return { growth: { ...growth, before: growth.before + ours, steps }, ours };
}
