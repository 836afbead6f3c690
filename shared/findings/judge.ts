import type { Finding } from '../model/finding.js';
import { SEVERITIES } from '../model/finding.js';
import type { Evidence } from './evidence.js';
import type { FindingRule } from './rule.js';
import { countedGrowth } from './rules/counted-growth.js';
import { fragmentation } from './rules/fragmentation.js';
import { growingContainer } from './rules/growing-container.js';
import { nativeGrowth } from './rules/native-growth.js';

/** In order: a cause that is named by its objects explains growth before one that is named by its place. */
export const RULES: readonly FindingRule[] = [countedGrowth, growingContainer, nativeGrowth, fragmentation];

/** What the rules find in one target, most certain first, then by severity, then by bytes a second. */
export function judge(evidence: Evidence, rules: readonly FindingRule[] = RULES): readonly Finding[] {
  const found: Finding[] = [];
  for (const rule of rules) {
    const verdict = rule.judge(evidence);
    if (verdict.kind === 'leak') found.push(...verdict.findings);
  }
  return found.sort(byCertainty);
}

export function byCertainty(a: Finding, b: Finding): number {
  const sure = (finding: Finding): number => (finding.confidence === 'likely' ? 1 : 0);
  return (
    sure(b) - sure(a) ||
    SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity) ||
    (b.bytesPerSecond ?? 0) - (a.bytesPerSecond ?? 0)
  );
}
