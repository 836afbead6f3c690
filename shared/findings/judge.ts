import type { Finding } from '../model/finding.js';
import { SEVERITIES } from '../model/finding.js';
import type { Evidence } from './evidence.js';
import type { FindingRule } from './rule.js';
import { countedGrowth } from './rules/counted-growth.js';
import { fragmentation } from './rules/fragmentation.js';
import { growingContainer } from './rules/growing-container.js';
import { heldByPython } from './rules/held-by-python.js';
import { nativeGrowth } from './rules/native-growth.js';

/** In order: a cause that is named by its objects explains growth before one that is named by its place. */
export const RULES: readonly FindingRule[] = [
  heldByPython,
  countedGrowth,
  growingContainer,
  nativeGrowth,
  fragmentation,
];

/** What the rules find in one target, most certain first, then by severity, then by bytes a second. */
export function judge(evidence: Evidence, rules: readonly FindingRule[] = RULES): readonly Finding[] {
  const found: Finding[] = [];
  for (const rule of rules) {
    const verdict = rule.judge(evidence);
    if (verdict.kind === 'leak') found.push(...verdict.findings);
  }
  return found.filter((finding) => !explained(finding, found)).sort(byCertainty);
}

/** Native growth is what is left over: objects that are seen to grow, or threads, come with native memory of their own. */
function explained(finding: Finding, all: readonly Finding[]): boolean {
  const half = (finding.bytesPerSecond ?? 0) / 2;
  return (
    finding.rule === 'native-growth' &&
    all.some(
      (other) => other !== finding && (other.rule === 'thread-growth' || (other.bytesPerSecond ?? 0) >= half),
    )
  );
}

/** Rules that name what holds, before those that count what grew. */
const CAUSES = [
  'exception-keeps-frame',
  'cache-holds-instance',
  'reference-cycle',
  'thread-growth',
  'timer-growth',
];

export function byCertainty(a: Finding, b: Finding): number {
  const sure = (finding: Finding): number => (finding.confidence === 'likely' ? 1 : 0);
  const cause = ({ rule }: Finding): number => {
    const at = CAUSES.indexOf(rule);
    return at < 0 ? 0 : CAUSES.length - at;
  };
  return (
    sure(b) - sure(a) ||
    cause(b) - cause(a) ||
    SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity) ||
    (b.bytesPerSecond ?? 0) - (a.bytesPerSecond ?? 0)
  );
}
