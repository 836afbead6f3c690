import type { SourcePlace } from '../model/finding.js';
import type { DiffRow, MergedPath } from '../model/snapshot-rows.js';

/** What is known of one target between two times, gathered once, for all rules. */
export interface Evidence {
  readonly target: number;
  /** Milliseconds since the session began. */
  readonly from: number;
  readonly to: number;
  readonly series: ReadonlyMap<string, Points>;
  readonly ledger?: LedgerEvidence;
  readonly heap?: HeapEvidence;
  /** The one line of the main program that starts timers inside a function. */
  readonly timerPlace?: FoundPlace;
}

/** Lows of the buckets of a series; NaN where there was no reading. Times in ms. */
export interface Points {
  readonly time: ArrayLike<number>;
  readonly value: ArrayLike<number>;
}

/** Growth of the account of RSS between its first and last reading. */
export interface LedgerEvidence {
  readonly rss: number;
  readonly kind: string;
  readonly sentence: string;
  readonly advice: string;
  readonly entries: readonly { readonly id: string; readonly bytes: number; readonly delta: number }[];
}

/** First and last snapshot of the target. */
export interface HeapEvidence {
  /** Milliseconds between the two. */
  readonly span: number;
  readonly growing: readonly GrowingClass[];
}

export interface GrowingClass {
  readonly row: DiffRow;
  /** Of the objects that the first snapshot does not have. */
  readonly paths: readonly HeldPath[];
}

export interface HeldPath extends MergedPath {
  /** The line that puts into the container, where a look into the source found it. */
  readonly place?: FoundPlace;
}

export interface FoundPlace extends SourcePlace {
  /** How it was found, for the reader to judge. */
  readonly how: string;
}
