import { NotebookPen, Pin } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Finding, FindingNote } from '../../../shared/api/findings.js';
import type { Remark } from '../../state/use-remark.js';
import { Name } from '../../widgets/name.js';
import { rateText } from '../../widgets/numbers.js';
import { FindingNotes } from './finding-notes.js';
import { placeText } from './finding-text.js';
import { SeverityMark } from './severity-mark.js';
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

/** What the rules found, most certain first. */
export function FindingList({ findings, notes, chosen, who, remark, onChoose, children }: FindingListProps) {
  return (
    <section className="overview-card" aria-label={words.findings}>
      <header className="row overview-head">
        <h3 className="strong">{words.findings}</h3>
        <span className="about">{words.findingsAbout(findings.length)}</span>
        <span className="grow" />
        <span className="about">{words.findingsColumns}</span>
      </header>
      <ul>
        {findings.map((finding, index) => {
          const { severity, title, target, bytesPerSecond, confidence } = finding;
          const place = placeText(finding);
          const { pinned, note } = remark(finding);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list is replaced whole
            <li key={index}>
              <button
                type="button"
                className="finding-row"
                aria-current={index === chosen}
                onClick={() => onChoose(index)}
              >
                <SeverityMark severity={severity} />
                <span className="column cut grow">
                  <span className="row">
                    <span className="visually-hidden">{words.severities[severity]}</span>
                    <Name text={title} limit={160} className="medium cut grow finding-title" />
                    {bytesPerSecond !== undefined && (
                      <span
                        className={bytesPerSecond > 0 ? 'grew number' : 'about number'}
                        title={words.rateAbout}
                      >
                        {rateText(bytesPerSecond)}
                      </span>
                    )}
                  </span>
                  <span className="row">
                    <span className="about">
                      <Name text={who(target)} limit={40} />
                    </span>
                    {place && <Name text={place} limit={80} className="mono support cut" />}
                    <span className="grow" />
                    {pinned && <Pin size={11} className="about" role="img" aria-label={words.pinned} />}
                    {note !== '' && (
                      <NotebookPen size={11} className="about" role="img" aria-label={words.hasNote} />
                    )}
                    <span className="confidence" title={words.confidenceAbout}>
                      <span className={`confidence-bar confidence-${confidence}`} aria-hidden />
                      {words.confidences[confidence]}
                    </span>
                  </span>
                </span>
              </button>
            </li>
          );
        })}
      </ul>
      <FindingNotes notes={notes} who={who} />
      {children}
    </section>
  );
}
