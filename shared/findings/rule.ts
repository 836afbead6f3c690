import type { Finding } from '../model/finding.js';
import type { Evidence } from './evidence.js';

/** Three answers: it leaks so; this sign is explained and is no leak; not for this rule to say. */
export type Verdict =
  | { readonly kind: 'leak'; readonly findings: readonly Finding[] }
  | { readonly kind: 'fine'; readonly because: string }
  | { readonly kind: 'unsure' };

/** Pure: the same evidence, the same verdict. */
export interface FindingRule {
  readonly id: string;
  judge(evidence: Evidence): Verdict;
}

export const UNSURE: Verdict = { kind: 'unsure' };
