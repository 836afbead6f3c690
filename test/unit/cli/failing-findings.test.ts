import { describe, expect, it } from 'vitest';
import { failingFindings, failingText } from '../../../electron/cli/failing-findings.js';
import type { Finding } from '../../../shared/model/finding.js';

const finding = (severity: Finding['severity'], confidence: Finding['confidence']): Finding => ({
  rule: 'growing-container',
  severity,
  confidence,
  target: 1,
  title: '',
  because: '',
  advice: '',
  evidence: [],
});
const likely = finding('medium', 'likely');
const possible = finding('high', 'possible');

describe('a pipeline fails', () => {
  it('for what is likely, from medium on, and as severe', () => {
    expect(failingFindings([likely, possible], 'medium')).toEqual([likely]);
    expect(failingFindings([likely, possible], 'high')).toEqual([]);
    expect(failingFindings([likely, possible, finding('low', 'likely')], 'medium')).toEqual([likely]);
  });
  it('for all, if low is asked for', () => {
    const slight = finding('low', 'possible');
    expect(failingFindings([slight, possible], 'low')).toEqual([slight, possible]);
  });
  it('and says what counted, and what would tell of the rest', () => {
    expect(failingText([likely, possible], 'medium')).toMatch(
      /^--fail-on medium counts likely findings of medium or high severity: 1 of 2\. 1 of that severity is only possible: .*--fail-on low counts all\.$/,
    );
    expect(failingText([likely], 'low')).toBe('--fail-on low counts any finding: 1 of 1.');
    expect(failingText([], 'medium')).toBeUndefined();
  });
});
