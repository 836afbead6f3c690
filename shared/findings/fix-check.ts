import type { Finding, FixCheck, Measured } from '../model/finding.js';
import type { Evidence } from './evidence.js';
import { judge } from './judge.js';
import { fateOfPinned, measure } from './measure.js';

/** The changed program must have been watched for this share of the time. */
const LEAST_SHARE = 0.5;
/** What still grows at this share is not fixed. */
const STILL = 0.25;

/** Compares a finding's growth with that of the changed program, run in the same way. */
export function fixCheck(finding: Finding, base: Evidence, changed: Evidence | undefined): FixCheck {
  const pin = finding.pin ?? '';
  const before = measure(base, pin) ?? nothing;
  const too = (because: string): FixCheck => ({ verdict: 'not-enough-data', finding, before, because });
  if (!changed) return too('The other session has no process that runs the same program.');
  const after = measure(changed, pin);
  if (!after)
    return too(
      'The other session lacks what the finding was measured by: record it in the same way, with --snapshot start,end.',
    );
  if (lasts(changed) < lasts(base) * LEAST_SHARE)
    return too(`The other session lasts ${share(lasts(changed) / lasts(base))} of this one: record as long.`);
  const again = judge(changed).findings.some((other) => other.pin === pin && other.rule === finding.rule);
  const told = (verdict: FixCheck['verdict'], because: string): FixCheck => ({
    verdict,
    finding,
    before,
    after,
    because,
  });
  // What fills and is emptied was met fuller the second time. A queue that is emptied too slowly did so when it grew, too.
  const fate = fateOfPinned(changed, pin);
  const goes = fate === 'goes' && fateOfPinned(base, pin) !== 'goes';
  if (!again && goes)
    return told('fixed', 'What it holds goes again: little of what was in it at the first snapshot is left.');
  const low = fate === 'stays' || fate === undefined ? after.low : 0;
  if (again || low > before.slope * STILL)
    return told('not-fixed', `It still grows: at ${share(after.slope / before.slope)} of the rate before.`);
  if (after.high > before.slope * STILL)
    return told(
      'not-enough-data',
      'The growth of the changed program is not known well enough: record longer.',
    );
  return told(
    'fixed',
    after.slope > 0
      ? `It grows at ${share(after.slope / before.slope)} of the rate before.`
      : 'It does not grow any more.',
  );
}

const nothing: Measured = { slope: 0, low: 0, high: 0, unit: '' };

const lasts = ({ heap, from, to }: Evidence): number => heap?.span ?? to - from;

const share = (ratio: number): string => `${Math.round(ratio * 100)} %`;
