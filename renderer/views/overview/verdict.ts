import { robustSlope } from '../../../shared/base/robust-slope.js';
import { runsOf, type Stretch } from '../../../shared/base/runs.js';
import type { Ledger } from './use-ledger.js';
import { words } from './words.js';

export interface Verdict {
  readonly tone: 'grows' | 'shrinks' | 'steady' | 'unclear' | 'waiting';
  readonly sentence: string;
  readonly because: string;
}

/** Below this a slope is not worth a word: a megabyte in about three minutes. */
const LEAST_RATE = 6000;
/** Below this share of RSS a change is within what programs do at rest. */
const LEAST_SHARE = 0.01;
/** Of samples outside of our own snapshots, ms: below it a start or one request looks like a trend. */
const LEAST_SPAN = 10_000;
const LEAST_POINTS = 8;

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
  const { series, rss, entries } = ledger;
  const left = settling.filter(
    ({ from, to }) => to > series.time[0] && from < (series.time.at(-1) ?? Number.NEGATIVE_INFINITY),
  );
  const { span, delta } = runsOf(series.time, series.max, left);
  const trend = robustSlope(series.time, series.max, left);
  if (!trend || trend.points < LEAST_POINTS || span < LEAST_SPAN)
    return {
      tone: 'waiting',
      sentence: live ? words.tooEarly(who) : words.tooShort(who),
      because: [
        words.needs(span, LEAST_SPAN, live),
        ...(left.length > 0 ? [words.leftOut(left.length)] : []),
      ].join(' '),
    };
  const slope = trend.slope * 1000;
  const error = ((trend.high - trend.low) / 2) * 1000;
  const clear =
    Math.abs(slope) > 2 * error && Math.abs(slope) > LEAST_RATE && Math.abs(delta) > rss.start * LEAST_SHARE;
  const facts = [words.because(delta, span)];
  const part = entries
    .map((entry) => ({ entry, grown: entry.end - entry.start }))
    .sort((a, b) => (b.grown - a.grown) * Math.sign(delta || 1))[0];
  // With the rest alone nothing is known of where it grew.
  // With a snapshot in it the account holds what the snapshot took.
  if (clear && part && left.length === 0 && entries.length > 1 && delta !== 0 && part.grown / delta > 0)
    facts.push(
      words.share(Math.min(1, part.grown / delta), partWords(part.entry.id, part.entry.title, runtime)),
    );
  facts.push(words.slope(slope, error));
  if (left.length > 0) facts.push(words.leftOut(left.length));
  if (clear && slope > 0)
    return { tone: 'grows', sentence: words.grows(who, slope), because: facts.join(' ') };
  if (clear) return { tone: 'shrinks', sentence: words.shrinks(who, slope), because: facts.join(' ') };
  const steady = Math.abs(delta) <= Math.max(1e6, rss.start * 0.03);
  return {
    tone: steady ? 'steady' : 'unclear',
    sentence: steady ? words.steady(who) : words.unclear(who),
    because: facts.join(' '),
  };
}

function partWords(id: string, title: string, runtime: string): string {
  if (id === 'heap.committed') return words.managedPart(runtime);
  if (id === 'external') return words.externalPart;
  return id === 'rest' ? words.restPart : title;
}
