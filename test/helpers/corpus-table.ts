import type { Finding } from '../../shared/api/findings.js';
import type { CorpusProgram } from './corpus.js';

/** What `findings` said of one program of the corpus. */
export interface CorpusAnswer {
  readonly program: CorpusProgram;
  readonly findings: readonly Finding[];
  /** `file:line` of the first. */
  readonly at: string | undefined;
}

/** The corpus as Markdown: each program with its findings, what is right of each group, and of each confidence. */
export function corpusTable(answers: readonly CorpusAnswer[]): string {
  const groups = [...new Set(answers.map(({ program }) => program.group))].sort();
  const rows = answers.map(row).sort();
  return [
    '# The corpus, as it was last recorded',
    '',
    'Written by `npm run test:long -- corpus`. Right: the first finding has the rule and the line; of a healthy program there is none.',
    '',
    '| group | programs | right | rule alone | wrong rule | no finding, of a leak | alarm, of a healthy one |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...groups.map((group) => groupRow(answers.filter(({ program }) => program.group === group))),
    '',
    'How certain a first finding says that it is, and how often it was right: rule and line / rule alone / neither.',
    '',
    '| confidence | made on: stories, services | held out | alarms of healthy programs | right of all |',
    '| --- | --- | --- | --- | --- |',
    ...(['likely', 'possible', undefined] as const).map((confidence) => confidenceRow(answers, confidence)),
    '',
    '| group | program | first finding | | further |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

const MADE_ON = new Set(['story', 'service']);

/** Of those whose first finding says so; `undefined`: that have none. */
function confidenceRow(answers: readonly CorpusAnswer[], confidence: Confidence | undefined): string {
  const all = answers.filter(({ findings: [first] }) => first?.confidence === confidence);
  const leaks = all.filter(({ program }) => program.rule !== undefined);
  const healthy = all.length - leaks.length;
  const made = leaks.filter(({ program }) => MADE_ON.has(program.group));
  const heldOut = leaks.filter((one) => !made.includes(one));
  if (confidence === undefined)
    return `| no finding | ${made.length} | ${heldOut.length} | ${healthy} silent | ${share(healthy, all.length)} |`;
  const counts = (some: readonly CorpusAnswer[]): string => {
    const rules = some.filter(rightRule);
    const both = rules.filter(right);
    return `${both.length} / ${rules.length - both.length} / ${some.length - rules.length}`;
  };
  const both = leaks.filter(right).length;
  return `| ${confidence} | ${counts(made)} | ${counts(heldOut)} | ${healthy} | ${share(both, all.length)} |`;
}

type Confidence = Finding['confidence'];

const share = (some: number, all: number): string => (all === 0 ? '' : `${Math.round((some / all) * 100)} %`);

function groupRow(answers: readonly CorpusAnswer[]): string {
  const count = (test: (answer: CorpusAnswer) => boolean): number => answers.filter(test).length;
  const [{ program }] = answers;
  const leak = program.rule !== undefined;
  return `| ${[
    program.group,
    answers.length,
    count(right),
    leak ? count((one) => rightRule(one) && !right(one)) : '',
    leak ? count((one) => one.findings.length > 0 && !rightRule(one)) : '',
    leak ? count(({ findings }) => findings.length === 0) : '',
    leak ? '' : count(({ findings }) => findings.length > 0),
  ].join(' | ')} |`;
}

export const rightRule = ({ program: { rule, orRules = [] }, findings: [first] }: CorpusAnswer): boolean =>
  first?.rule === rule || orRules.includes(first?.rule ?? '');

export const right = (answer: CorpusAnswer): boolean => {
  const { at, orAt = [] } = answer.program;
  return rightRule(answer) && (at === undefined || answer.at === at || orAt.includes(answer.at ?? ''));
};

function row(answer: CorpusAnswer): string {
  const { program, findings, at } = answer;
  const [first, ...others] = findings;
  const said = first ? `${first.rule}, ${first.confidence}${at ? `, ${at}` : ''}` : 'none';
  const further = others.map(({ rule }) => rule).join(', ');
  return `| ${program.group} | ${program.name} | ${said} | ${right(answer) ? 'right' : 'wrong'} | ${further} |`;
}
