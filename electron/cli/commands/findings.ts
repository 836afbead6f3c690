import { resolve } from 'node:path';
import { type Finding, SEVERITIES, type Severity } from '../../../shared/api/findings.js';
import { printable } from '../../../shared/base/printable.js';
import type { CommandContext, ExitStatus } from '../command-context.js';

/** Exit status 3 when a finding is at least as severe as `failOn`. */
export async function findings(
  { api, screen }: CommandContext,
  file: string,
  failOn: Severity | undefined,
): Promise<ExitStatus> {
  const session = await api.sessions.open(resolve(file));
  const found = await api.findings.list(session.id);
  screen.answer(found, () => (found.length === 0 ? 'No leak found.' : found.map(text).join('\n\n')));
  const level = failOn === undefined ? Number.POSITIVE_INFINITY : SEVERITIES.indexOf(failOn);
  return found.some(({ severity }) => SEVERITIES.indexOf(severity) >= level) ? 3 : 0;
}

function text({ rule, severity, confidence, title, because, location, advice, evidence }: Finding): string {
  return [
    `${severity}, ${confidence}: ${printable(title, 200)} (${rule})`,
    printable(because, 500),
    ...(location ? [`at ${printable(location.file, 200)}:${location.line}`] : []),
    ...evidence.map((line) => `  ${printable(line, 300)}`),
    `To do: ${printable(advice, 300)}`,
  ].join('\n');
}
