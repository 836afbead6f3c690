import { describe, expect, it } from 'vitest';
import { acrossProcesses } from '../../../shared/api/across-processes.js';
import type { Finding } from '../../../shared/model/finding.js';

const finding = (target: number, more: Partial<Finding> = {}): Finding => ({
  rule: 'growing-container',
  severity: 'medium',
  confidence: 'likely',
  target,
  title: `audit._by_id grows: ${target} new`,
  because: '',
  advice: '',
  evidence: [],
  pin: 'container:audit._by_id',
  location: { file: 'app.py', line: 16 },
  ...more,
});

const drawn = (findings: readonly Finding[]) =>
  acrossProcesses(findings).map(({ at, others }) => [at, ...others.map((other) => other.at)]);

describe('findings of the workers of one program', () => {
  it('stand together where rule, holder and line are the same', () => {
    expect(drawn([finding(1), finding(2), finding(3)])).toEqual([[0, 1, 2]]);
  });

  it.each<[string, Partial<Finding>]>([
    ['rule', { rule: 'task-growth' }],
    ['holder', { pin: 'container:other' }],
    ['line', { location: { file: 'app.py', line: 17 } }],
    ['file', { location: { file: 'api.py', line: 16 } }],
  ])('stand apart where the %s differs', (_, more) => {
    expect(drawn([finding(1), finding(2, more)])).toEqual([[0], [1]]);
  });

  it('of one process stay two leaks', () => {
    expect(drawn([finding(1), finding(1), finding(2), finding(2)])).toEqual([
      [0, 2],
      [1, 3],
    ]);
  });

  it('without holder and line stand alone', () => {
    const nowhere = { pin: undefined, location: undefined };
    expect(drawn([finding(1, nowhere), finding(2, nowhere)])).toEqual([[0], [1]]);
  });
});
