import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../shared/api/findings.js';
import type { CorpusProgram } from '../../helpers/corpus.js';
import { type CorpusAnswer, corpusTable } from '../../helpers/corpus-table.js';

describe('the table of the corpus', () => {
  const answer = (
    group: CorpusProgram['group'],
    at: string | undefined,
    said?: readonly [rule: string, confidence: Finding['confidence'], at?: string],
  ): CorpusAnswer => {
    const finding = said && { rule: said[0], severity: 'high', confidence: said[1], target: 1, title: '' };
    return {
      program: {
        ...{ name: `${group} ${at} ${said}`, group, runtime: 'node', file: '' },
        ...(!group.endsWith('healthy') && { rule: 'growing-container', orRules: ['native-growth'] }),
        ...(at !== undefined && { at, orAt: ['a.js:9'] }),
      },
      findings: finding ? [{ ...finding, because: '', advice: '', evidence: [] } as Finding] : [],
      at: said?.[2],
    };
  };
  it('counts by confidence what was right, of what the rules were made on and of what they were not', () => {
    const table = corpusTable([
      answer('story', 'a.js:7', ['growing-container', 'likely', 'a.js:7']),
      answer('service', 'a.js:7', ['growing-container', 'possible', 'a.js:8']),
      answer('held-out leak', 'a.js:7', ['native-growth', 'likely', 'a.js:9']),
      answer('held-out leak', undefined, ['thread-growth', 'likely']),
      answer('held-out leak', 'a.js:7'),
      answer('healthy', undefined),
      answer('held-out healthy', undefined, ['growing-container', 'possible']),
    ]);
    expect(table).toContain('| likely | 1 / 0 / 0 | 1 / 0 / 1 | 0 | 67 % |');
    expect(table).toContain('| possible | 0 / 1 / 0 | 0 / 0 / 0 | 1 | 0 % |');
    expect(table).toContain('| no finding | 0 | 1 | 1 silent | 50 % |');
    expect(table).toContain('| held-out leak | 3 | 1 | 0 | 1 | 1 |  |');
  });
});
