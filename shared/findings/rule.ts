import type { Finding, FindingNote } from '../model/finding.js';
import type { Evidence } from './evidence.js';

/** Three answers: it leaks so; this sign is explained and is no leak; not for this rule to say. */
export type Verdict =
  | { readonly kind: 'leak'; readonly findings: readonly Told[] }
  | { readonly kind: 'fine'; readonly because: readonly Note[] }
  | { readonly kind: 'unsure' };

/** A finding as a rule tells it; the judge adds the target, and the sentences of its signs. */
export type Told = Omit<Finding, 'target' | 'evidence' | 'rule'> & {
  readonly rule?: string;
  readonly signs: NonNullable<Finding['signs']>;
};

export type Note = Omit<FindingNote, 'target'>;

/** Pure: the same evidence, the same verdict. */
export interface FindingRule {
  readonly id: string;
  judge(evidence: Evidence): Verdict;
}

export const UNSURE: Verdict = { kind: 'unsure' };

export const leak = (findings: readonly Told[]): Verdict =>
  findings.length === 0 ? UNSURE : { kind: 'leak', findings };
