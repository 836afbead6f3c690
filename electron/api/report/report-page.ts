import { createHash } from 'node:crypto';
import { acrossProcesses } from '../../../shared/api/across-processes.js';
import { pathLines } from '../../../shared/api/finding-markdown.js';
import { findingNoteText } from '../../../shared/api/finding-note-text.js';
import type { Finding, FindingNote } from '../../../shared/api/findings.js';
import type { LedgerAnswer, SeriesColumns } from '../../../shared/api/sessions.js';
import { countText, deltaText, sizeText, timeText } from '../../../shared/base/quantity.js';
import type { SessionInfo, TargetInfo } from '../../../shared/model/session.js';
import { text } from './markup.js';
import { PAGE_STYLE } from './page-style.js';
import { timelinePicture } from './timeline-picture.js';

export interface Report {
  readonly name: string;
  readonly info: SessionInfo;
  readonly version: string;
  readonly findings: readonly Finding[];
  readonly notes: readonly FindingNote[];
  readonly targets: readonly ReportedTarget[];
}

export interface ReportedTarget {
  readonly target: TargetInfo;
  readonly series: readonly SeriesColumns[];
  readonly ledger?: LedgerAnswer;
}

/** A session as one page that needs nothing else: no script, no network, and a policy that allows neither. */
export function reportPage(report: Report): string {
  const { name, info, findings, notes, targets } = report;
  const hash = createHash('sha256').update(PAGE_STYLE).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  const who = (id: number): string => {
    const target = info.targets.find((one) => one.id === id);
    return target ? `${target.name} (${target.pid})` : `target ${id}`;
  };
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width">
<title>${text(name, 200)}: Leakscope report</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<h1>${text(name, 200)}</h1>
<p class="soft">Recorded ${text(info.startedAt, 40)}, ${timeText(info.duration)}, ${countText(info.targets.length)} ${info.targets.length === 1 ? 'process' : 'processes'}, ${countText(info.snapshots.length)} snapshots. Leakscope ${text(report.version, 40)}.</p>
<h2>Findings</h2>
${
  findings.length === 0
    ? '<p>No leak found.</p>'
    : acrossProcesses(findings)
        .map(({ finding, others }) =>
          card(
            finding,
            who(finding.target),
            others.map((other) => who(other.finding.target)),
          ),
        )
        .join('\n')
}
${notes.length === 0 ? '' : `<ul>${notes.map(({ text: said, target }) => `<li>${text(who(target), 100)}: ${text(findingNoteText({ text: said }), Number.POSITIVE_INFINITY)}</li>`).join('')}</ul>`}
${targets.map((target) => section(target, info)).join('\n')}
</body>
</html>
`;
}

/** `others`: processes that leak the same. */
function card(finding: Finding, who: string, others: readonly string[]): string {
  const { rule, severity, confidence, title, because, location, path, evidence, advice } = finding;
  const { bytesPerSecond, retainedSize } = finding;
  const facts = [
    text(who, 100),
    rule,
    `severity ${severity}`,
    confidence,
    ...(bytesPerSecond === undefined ? [] : [`${sizeText(bytesPerSecond)} a second`]),
    ...(retainedSize === undefined ? [] : [`retains ${sizeText(retainedSize)}`]),
  ];
  const within = location?.function === undefined ? '' : ` in <code>${text(location.function, 200)}</code>`;
  return `<article class="${severity}">
<h3>${text(title, 300)}</h3>
<p class="soft">${facts.join(' · ')}</p>
<p>${text(because, 1000)}</p>
${others.length > 0 ? `<p>The same in ${others.map((one) => text(one, 100)).join(', ')}.</p>` : ''}
${location ? `<p>At <code>${text(location.file, 500)}:${location.line}</code>${within}</p>` : ''}
<ul>${evidence.map((line) => `<li>${text(line, 600)}</li>`).join('')}</ul>
${path && path.length > 0 ? `<p class="soft">Shortest path from a root</p><pre>${lines(pathLines(path))}</pre>` : ''}
<p><strong>To do.</strong> ${text(advice, 1000)}</p>
</article>`;
}

/** Line breaks of our own stay; each line is text. */
const lines = (given: string): string =>
  given
    .split('\n')
    .map((line) => text(line, 500))
    .join('\n');

function section({ target, series, ledger }: ReportedTarget, info: SessionInfo): string {
  const { id, name, pid, command, exit, runtime } = target;
  const title = `Memory of ${name} (${pid})`;
  return `<section>
<h2>${text(`${name} (${pid})`, 200)}</h2>
<p class="soft"><code>${text(command, 500)}</code><br>${text(`${runtime.flavour} ${runtime.version ?? ''}`, 100)}${exit === undefined ? '' : `, ${text(exit, 100)}`}</p>
<p>${series.map((one, index) => `<span class="key${index}">━</span> ${text(one.name, 60)}`).join(' &nbsp; ')}</p>
${timelinePicture({
  title,
  duration: info.duration,
  series,
  snapshots: info.snapshots.filter((one) => one.target === id),
  marks: info.marks,
})}
${ledger ? ledgerTable(ledger) : ''}
</section>`;
}

function ledgerTable({ rss, explained, entries, verdict }: LedgerAnswer): string {
  const shown = entries.filter(({ bytes, delta }) => bytes !== 0 || delta);
  return `${verdict ? `<p>${text(verdict.sentence, 500)} ${text(verdict.advice, 500)}</p>` : ''}
<table>
<thead><tr><th>Ledger: RSS ${sizeText(rss)}, explained ${(explained * 100).toFixed(1)} %</th><th class="number">at the end</th><th class="number">change</th></tr></thead>
<tbody>${shown
    .map(
      ({ name, bytes, delta }) =>
        `<tr><td>${text(name, 100)}</td><td class="number">${sizeText(bytes)}</td><td class="number">${delta === undefined ? '' : deltaText(delta, sizeText)}</td></tr>`,
    )
    .join('')}</tbody>
</table>`;
}
