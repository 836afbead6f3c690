import { resolve } from 'node:path';
import { acrossProcesses, type FindingAcross } from '../../../shared/api/across-processes.js';
import { findingMarkdown } from '../../../shared/api/finding-markdown.js';
import { findingNoteText } from '../../../shared/api/finding-note-text.js';
import { SEVERITIES, type Severity } from '../../../shared/api/findings.js';
import { CallEnd } from '../../../shared/base/call.js';
import { printable } from '../../../shared/base/printable.js';
import type { FindingNote } from '../../../shared/model/finding.js';
import type { TargetInfo } from '../../../shared/model/session.js';
import type { CommandContext, ExitStatus } from '../command-context.js';

export interface FindingsFlags {
  readonly failOn?: Severity;
  readonly target?: number;
  readonly repeatMark?: string;
  readonly format?: 'text' | 'markdown';
}

/** Exit status 3 when a finding is at least as severe as `failOn`. Beside JSON and markdown, what is no leak is said on stderr. */
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
  const beside = toldOnce(notes, targets);
  if (screen.json || format === 'markdown') for (const line of beside) screen.say(line);
  screen.answer(found, () => {
    if (format === 'markdown' && found.length > 0)
      return found.map((one) => findingMarkdown(one, named(targets, one.target))).join('\n\n');
    const told =
      acrossProcesses(found)
        .map((leak) => text(leak, targets))
        .join('\n\n') || nothing(notes);
    return format === 'markdown' || beside.length === 0 ? told : `${told}\n\n${beside.join('\n')}`;
  });
  const level = failOn === undefined ? Number.POSITIVE_INFINITY : SEVERITIES.indexOf(failOn);
  return found.some(({ severity }) => SEVERITIES.indexOf(severity) >= level) ? 3 : 0;
}

const MOST_NAMES = 3;

/** Where too little was recorded, that nothing was found means little. */
function nothing(notes: readonly FindingNote[]): string {
  return notes.some(({ kind }) => kind === 'too-little-data')
    ? 'No leak found in what was recorded, which is too little to tell.'
    : 'No leak found.';
}

/** A process of fifty workers has fifty times the same to say. */
function toldOnce(notes: readonly FindingNote[], targets: readonly TargetInfo[]): readonly string[] {
  const said = new Map<string, string[]>();
  for (const { text, target } of notes) {
    const names = said.get(text) ?? [];
    said.set(text, [...names, named(targets, target)]);
  }
  return [...said].map(([text, names]) => {
    const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
    return `${names.slice(0, MOST_NAMES).join(', ')}${more}: ${findingNoteText({ text })}`;
  });
}

function named(targets: readonly TargetInfo[], target: number): string {
  const found = targets.find(({ id }) => id === target);
  return found ? `${printable(found.name, 60)} (${found.pid})` : `target ${target}`;
}

/** Which process is said where there are several, and which others leak the same way. */
function text({ finding, at, others }: FindingAcross, targets: readonly TargetInfo[]): string {
  const { rule, severity, confidence, title, because, location, advice, evidence, target } = finding;
  const within = location?.function ? ` in ${printable(location.function, 100)}` : '';
  return [
    `${at}. ${severity}, ${confidence}: ${printable(title, 200)} (${rule})`,
    printable(because, 500),
    ...(targets.length > 1 ? [`in ${named(targets, target)}`] : []),
    ...(location ? [`at ${printable(location.file, 200)}:${location.line}${within}`] : []),
    ...evidence.map((line) => `  ${printable(line, 300)}`),
    ...others.map(
      (other) =>
        `The same in ${named(targets, other.finding.target)}, ${other.at}: ${printable(other.finding.title, 200)}`,
    ),
    `To do: ${printable(advice, 400)}`,
  ].join('\n');
}
