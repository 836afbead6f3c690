import { printable } from '../base/printable.js';
import { sizeText } from '../base/quantity.js';
import type { Finding } from '../model/finding.js';
import type { PathStep } from '../model/snapshot-rows.js';

const MOST_STEPS = 40;
const MOST_TEXT = 1000;

/**
 * A finding as Markdown, for an issue: what, why, where, who holds it, what to do. `who`: the process that it is about.
 * `note`: what the user wrote about it.
 */
export function findingMarkdown(finding: Finding, who: string, note = ''): string {
  const { rule, severity, confidence, title, because, bytesPerSecond, retainedSize, path, advice } = finding;
  const facts = [
    rule,
    `severity ${severity}`,
    confidence,
    ...(bytesPerSecond === undefined ? [] : [`${sizeText(bytesPerSecond)} a second`]),
    ...(retainedSize === undefined ? [] : [`retains ${sizeText(retainedSize)}`]),
  ];
  const { location } = finding;
  const place =
    location && `${location.file}:${location.line}${location.function ? ` in ${location.function}` : ''}`;
  return [
    `### ${escaped(title)}`,
    `${escaped(who)} · ${facts.join(' · ')}`,
    escaped(because),
    finding.evidence.map((line) => `- ${escaped(line)}`).join('\n'),
    ...(place ? [`At ${escaped(place)}`] : []),
    ...(path && path.length > 0 ? ['Shortest path from a root:', fenced(pathLines(path))] : []),
    `**To do.** ${escaped(advice)}`,
    ...(note === '' ? [] : [`**Note.** ${escaped(note)}`]),
  ]
    .filter(Boolean)
    .join('\n\n');
}

/** From the root, a line a step. */
export function pathLines(path: readonly PathStep[]): string {
  return path
    .slice(0, MOST_STEPS)
    .map(({ edge, name }, depth) =>
      `${'  '.repeat(depth)}${printable(edge, 200)} ${printable(name, 200)}`.trimEnd(),
    )
    .join('\n');
}

/** A fence that no name in it can close. */
const fenced = (text: string): string => `~~~~~~text\n${text.replaceAll('~~~', '~ ~ ~')}\n~~~~~~`;

/** Names of a target are text in Markdown too: no markup, no HTML, no link. */
export function escaped(text: string): string {
  return printable(text, MOST_TEXT)
    .replace(/[\\`*_[\]#|~]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/(https?):\/\//gi, '$1&#58;//');
}
