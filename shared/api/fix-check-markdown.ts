import type { FixCheck } from '../model/finding.js';
import { escaped } from './finding-markdown.js';
import { measuredText } from './measured-text.js';

const SAID = { fixed: 'Fixed', 'not-fixed': 'Not fixed', 'not-enough-data': 'Not enough data' } as const;

/** A fix check as Markdown, for the issue that the finding is in. The names are those of the two sessions. */
export function fixCheckMarkdown(
  { verdict, finding, before, after, because }: FixCheck,
  base: string,
  changed: string,
): string {
  return [
    `### ${SAID[verdict]}: ${escaped(finding.title)}`,
    escaped(because),
    [
      `- before (${escaped(base)}): ${measuredText(before)}`,
      `- after (${escaped(changed)}): ${after ? measuredText(after) : 'not measured'}`,
    ].join('\n'),
  ].join('\n\n');
}
