import type { Finding } from '../../../shared/api/findings.js';
import { printable } from '../../../shared/base/printable.js';
import { sizeText } from '../../../shared/base/quantity.js';
import { rateText } from '../../widgets/numbers.js';
import { pathText } from '../../widgets/path-text.js';
import { words } from './words.js';

/** Where a finding points: `store.mjs:42`, without its folders where the name is long. */
export function placeText({ location }: Finding, whole = false): string | undefined {
  if (!location) return undefined;
  const file = whole ? location.file : (location.file.split(/[\\/]/).at(-1) ?? location.file);
  return `${printable(file, 300)}:${location.line}`;
}

/** A finding as Markdown, for an issue: what, why, where, who holds it, what to do. */
export function findingMarkdown(finding: Finding, who: string): string {
  const { severity, confidence, title, because, bytesPerSecond, retainedSize, path, advice, evidence } =
    finding;
  const facts = [
    `${words.severities[severity]}, ${words.confidences[confidence]}`,
    ...(bytesPerSecond === undefined ? [] : [rateText(bytesPerSecond)]),
    ...(retainedSize === undefined ? [] : [words.retains(sizeText(retainedSize))]),
  ];
  const place = placeText(finding, true);
  // A fence that no name in it can close.
  const fenced = (text: string): string => `~~~~~~text\n${text.replaceAll('~~~', '~ ~ ~')}\n~~~~~~`;
  return [
    `### ${escaped(title)}`,
    `${escaped(who)} · ${facts.join(' · ')}`,
    escaped(because),
    ...evidence.map((line) => `- ${escaped(line)}`),
    ...(place ? [`${words.allocatedAt} ${escaped(place)}`] : []),
    ...(path && path.length > 0 ? [`${words.shortestPath}:`, fenced(pathText(path))] : []),
    `**${words.advice}** ${escaped(advice)}`,
  ].join('\n\n');
}

/** Names of a target are text in Markdown too. */
function escaped(text: string): string {
  return printable(text, 1000).replace(/[\\`*_[\]<>#|]/g, '\\$&');
}
