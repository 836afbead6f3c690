import { type Finding, SEVERITIES, type Severity } from '../../shared/api/findings.js';
import { countText } from '../../shared/base/quantity.js';

/** Those for which a pipeline fails: all that are as severe, also what is only possible. */
export const failingFindings = (found: readonly Finding[], failOn: Severity): readonly Finding[] =>
  found.filter(({ severity }) => SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(failOn));

/** What counted, and what would tell of those that are only possible, in one line; undefined where nothing was found. */
export function failingText(found: readonly Finding[], failOn: Severity): string | undefined {
  if (found.length === 0) return undefined;
  const counted = failingFindings(found, failOn);
  const unsure = counted.filter(({ confidence }) => confidence === 'possible').length;
  const left =
    unsure === 0
      ? ''
      : ` ${countText(unsure)} of them ${unsure === 1 ? 'is' : 'are'} only possible: more snapshots (--snapshot 2s,8s,14s,20s) or a longer run would tell.`;
  return `--fail-on ${failOn} counts findings of ${levels(failOn)} severity: ${countText(counted.length)} of ${countText(found.length)}.${left}`;
}

const levels = (least: Severity): string => SEVERITIES.slice(SEVERITIES.indexOf(least)).join(' or ');
