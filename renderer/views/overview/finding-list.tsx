import type { ReactNode } from 'react';
import { acrossProcesses, type PlacedFinding } from '../../../shared/api/across-processes.js';
import type { Finding, FindingNote } from '../../../shared/api/findings.js';
import type { Remark } from '../../state/use-remark.js';
import { FindingNotes } from './finding-notes.js';
import { FindingRow } from './finding-row.js';
import { words } from './words.js';

interface FindingListProps {
  readonly findings: readonly Finding[];
  readonly notes: readonly FindingNote[];
  readonly chosen: number;
  /** PID of a target, or its name. */
  who(target: number): string;
  /** What the user keeps about one. */
  remark(finding: Finding): Remark;
  readonly onChoose: (index: number) => void;
  /** What stands below them. */
  readonly children?: ReactNode;
}

/** What the rules found, most certain first; what several processes have in common is one row that opens. */
export function FindingList({ findings, notes, chosen, who, remark, onChoose, children }: FindingListProps) {
  const leaks = acrossProcesses(findings);
  const row = ({ finding, at }: PlacedFinding) => (
    <li key={at}>
      <FindingRow
        finding={finding}
        who={who(finding.target)}
        remark={remark(finding)}
        current={at === chosen}
        onChoose={() => onChoose(at)}
      />
    </li>
  );
  return (
    <section className="overview-card" aria-label={words.findings}>
      <header className="row overview-head">
        <h3 className="strong">{words.findings}</h3>
        <span className="about">{words.findingsAbout(findings.length)}</span>
        <span className="grow" />
        <span className="about">{words.findingsColumns}</span>
      </header>
      <ul>
        {leaks.flatMap((leak) => [
          row(leak),
          leak.others.length > 0 && (
            <li key={`others of ${leak.at}`}>
              <details
                className="finding-others"
                open={leak.others.some(({ at }) => at === chosen) || undefined}
              >
                <summary className="about">{words.alsoIn(leak.others.length)}</summary>
                <ul>{leak.others.map(row)}</ul>
              </details>
            </li>
          ),
        ])}
      </ul>
      <FindingNotes notes={notes} who={who} />
      {children}
    </section>
  );
}
