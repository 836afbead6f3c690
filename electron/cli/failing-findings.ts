import { countText } from '../../shared/base/quantity.js';
import { type Finding, SEVERITIES, type Severity } from '../../shared/model/finding.js';

/**
 * Those for which a pipeline fails. `low` takes all; from `medium` on they are as severe and likely, too: what is only possible
 * may be a warm-up.
 */
export const failingFindings = (found: readonly Finding[], failOn: Severity): readonly Finding[] =>
  failOn === 'low' ? found : found.filter((one) => severe(one, failOn) && one.confidence === 'likely');

/** What counted and what did not, in one line; undefined where nothing was found. */
export function failingText(found: readonly Finding[], failOn: Severity): string | undefined {
  if (found.length === 0) return undefined;
  const counted = failingFindings(found, failOn).length;
  const unsure = found.filter((one) => severe(one, failOn)).length - counted;
  const what = failOn === 'low' ? 'any finding' : `likely findings of ${levels(failOn)} severity`;
  const left =
    failOn === 'low' || unsure === 0
      ? ''
      : ` ${countText(unsure)} of that severity ${unsure === 1 ? 'is' : 'are'} only possible: more snapshots (--snapshot 2s,8s,14s,20s) or a longer run would tell; --fail-on low counts all.`;
  return `--fail-on ${failOn} counts ${what}: ${countText(counted)} of ${countText(found.length)}.${left}`;
}

const severe = ({ severity }: Finding, least: Severity): boolean =>
  SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(least);

const levels = (least: Severity): string => SEVERITIES.slice(SEVERITIES.indexOf(least)).join(' or ');
