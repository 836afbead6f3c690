import type { Finding, FindingNote } from '../model/finding.js';
import type { Evidence } from './evidence.js';

/** Three answers: it leaks so (and of what else it is told too); this sign is explained and is no leak; not for this rule to say. */
export type Verdict =
  | { readonly kind: 'leak'; readonly findings: readonly Told[]; readonly because?: readonly Note[] }
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

/** `because`: what else it looked at, and did not find to leak. */
export function leak(findings: readonly Told[], because: readonly Note[] = []): Verdict {
  if (findings.length > 0) return { kind: 'leak', findings, because };
  return because.length > 0 ? { kind: 'fine', because } : UNSURE;
}
