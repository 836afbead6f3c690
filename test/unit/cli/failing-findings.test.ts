import { describe, expect, it } from 'vitest';
import { failingFindings, failingText } from '../../../electron/cli/failing-findings.js';
import type { Finding } from '../../../shared/api/findings.js';

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
  it('for what is as severe, however sure', () => {
    const slight = finding('low', 'likely');
    expect(failingFindings([slight, likely, possible], 'medium')).toEqual([likely, possible]);
    expect(failingFindings([slight, likely, possible], 'high')).toEqual([possible]);
    expect(failingFindings([slight, possible], 'low')).toEqual([slight, possible]);
  });
  it('and says what counted, and what would tell of what is only possible', () => {
    expect(failingText([likely, possible], 'medium')).toMatch(
      /^--fail-on medium counts findings of medium or high severity: 2 of 2\. 1 of them is only possible: .* would tell\.$/,
    );
    expect(failingText([likely], 'high')).toBe('--fail-on high counts findings of high severity: 0 of 1.');
    expect(failingText([], 'medium')).toBeUndefined();
  });
});
