import { resolve } from 'node:path';
import { acrossProcesses, type FindingAcross } from '../../../shared/api/across-processes.js';
import { findingMarkdown } from '../../../shared/api/finding-markdown.js';
import type { Severity } from '../../../shared/api/findings.js';
import { CallEnd } from '../../../shared/base/call.js';
import { printable } from '../../../shared/base/printable.js';
import type { FindingNote } from '../../../shared/model/finding.js';
import type { TargetInfo } from '../../../shared/model/session.js';
import type { CommandContext, ExitStatus } from '../command-context.js';
import { failingFindings, failingText } from '../failing-findings.js';
import { notesToldOnce, processName } from '../notes-told-once.js';

export interface FindingsFlags {
  readonly failOn?: Severity;
  readonly target?: number;
  readonly repeatMark?: string;
  readonly format?: 'text' | 'markdown';
}

/** Exit status 3 when one of the findings counts for `failOn`; which do is said on stderr. Beside JSON and markdown, what is no leak is said on stderr. */
export async function findings(
  { api, screen, signal }: CommandContext,
  file: string,
  { failOn, target, repeatMark, format }: FindingsFlags = {},
): Promise<ExitStatus> {
  const call = new CallEnd(signal, ({ done, phase }) => screen.progress(done, phase));
  const session = await api.sessions.open(resolve(file), call);
  const query = { target, repeatMark };
  const found = await api.findings.list(session.id, query, call);
  const notes = await api.findings.notes(session.id, query, call);
  const { targets } = session.info;
  const beside = notesToldOnce(notes, targets);
  if (screen.json || format === 'markdown') for (const line of beside) screen.say(line);
  screen.answer(found, () => {
    if (format === 'markdown' && found.length > 0)
      return found.map((one) => findingMarkdown(one, processName(targets, one.target))).join('\n\n');
    const told =
      acrossProcesses(found)
        .map((leak) => text(leak, targets))
        .join('\n\n') || nothing(notes);
    return format === 'markdown' || beside.length === 0 ? told : `${told}\n\n${beside.join('\n')}`;
  });
  if (failOn === undefined) return 0;
  const counted = failingText(found, failOn);
  if (counted !== undefined) screen.say(counted);
  return failingFindings(found, failOn).length > 0 ? 3 : 0;
}

/** Where too little was recorded, that nothing was found means little. */
function nothing(notes: readonly FindingNote[]): string {
  return notes.some(({ kind }) => kind === 'too-little-data')
    ? 'No leak found in what was recorded, which is too little to tell.'
    : 'No leak found.';
}

/** Which process is said where there are several, and which others leak the same way. */
function text({ finding, at, others }: FindingAcross, targets: readonly TargetInfo[]): string {
  const { rule, severity, confidence, title, because, location, advice, evidence, target } = finding;
  const within = location?.function ? ` in ${printable(location.function, 100)}` : '';
  return [
    `${at}. ${severity}, ${confidence}: ${printable(title, 200)} (${rule})`,
    printable(because, 500),
    ...(targets.length > 1 ? [`in ${processName(targets, target)}`] : []),
    ...(location ? [`at ${printable(location.file, 200)}:${location.line}${within}`] : []),
    ...evidence.map((line) => `  ${printable(line, 300)}`),
    ...others.map(
      (other) =>
        `The same in ${processName(targets, other.finding.target)}, ${other.at}: ${printable(other.finding.title, 200)}`,
    ),
    `To do: ${printable(advice, 400)}`,
  ].join('\n');
}
