import { LEAST_SPAN, rssTrend } from '../../../shared/analysis/ledger/trend.js';
import type { Stretch } from '../../../shared/base/runs.js';
import type { Ledger } from './use-ledger.js';
import { words } from './words.js';

export interface Verdict {
  readonly tone: 'grows' | 'shrinks' | 'steady' | 'unclear' | 'waiting';
  readonly sentence: string;
  readonly because: string;
}

/**
 * What the samples of a range say in plain words; no more than they say. `settling`: when RSS was raised by
 * our own snapshots, in order of time.
 */
export function verdictOf(
  who: string,
  runtime: string,
  ledger: Ledger | undefined,
  settling: readonly Stretch[],
  live: boolean,
): Verdict {
  if (!ledger) return { tone: 'waiting', sentence: words.waiting, because: '' };
  const { series, entries } = ledger;
  const { kind, slope, error, span, delta, leftOut } = rssTrend(series.time, series.max, settling);
  const without = leftOut > 0 ? [words.leftOut(leftOut)] : [];
  if (kind === 'short')
    return {
      tone: 'waiting',
      sentence: live ? words.tooEarly(who) : words.tooShort(who),
      because: [words.needs(span, LEAST_SPAN, live), ...without].join(' '),
    };
  const clear = kind === 'grows' || kind === 'shrinks';
  const facts = [words.because(delta, span)];
  const part = entries
    .map((entry) => ({ entry, grown: entry.end - entry.start }))
    .sort((a, b) => (b.grown - a.grown) * Math.sign(delta || 1))[0];
  // With the rest alone nothing is known of where it grew.
  // With a snapshot in it the account holds what the snapshot took.
  if (clear && part && leftOut === 0 && entries.length > 1 && delta !== 0 && part.grown / delta > 0)
    facts.push(
      words.share(Math.min(1, part.grown / delta), partWords(part.entry.id, part.entry.title, runtime)),
    );
  facts.push(words.slope(slope, error), ...without);
  const sentence = {
    grows: words.grows,
    shrinks: words.shrinks,
    steady: words.steady,
    unclear: words.unclear,
  };
  return { tone: kind, sentence: sentence[kind](who, slope), because: facts.join(' ') };
}

function partWords(id: string, title: string, runtime: string): string {
  if (id === 'heap.committed') return words.managedPart(runtime);
  if (id === 'external') return words.externalPart;
  return id === 'rest' ? words.restPart : title;
}
