import { NotebookPen, Pin } from 'lucide-react';
import type { Finding } from '../../../shared/api/findings.js';
import type { Remark } from '../../state/use-remark.js';
import { Name } from '../../widgets/name.js';
import { rateText } from '../../widgets/numbers.js';
import { placeText } from './finding-text.js';
import { SeverityMark } from './severity-mark.js';
import { words } from './words.js';

interface FindingRowProps {
  readonly finding: Finding;
  readonly who: string;
  readonly remark: Remark;
  readonly current: boolean;
  readonly onChoose: () => void;
}

/** One finding of the list: what, how much, whose, where, how certain. */
export function FindingRow({ finding, who, remark: { pinned, note }, current, onChoose }: FindingRowProps) {
  const { severity, title, bytesPerSecond, confidence } = finding;
  const place = placeText(finding);
  return (
    <button type="button" className="finding-row" aria-current={current} onClick={onChoose}>
      <SeverityMark severity={severity} />
      <span className="column cut grow">
        <span className="row">
          <span className="visually-hidden">{words.severities[severity]}</span>
          <Name text={title} limit={160} className="medium cut grow finding-title" />
          {bytesPerSecond !== undefined && (
            <span className={bytesPerSecond > 0 ? 'grew number' : 'about number'} title={words.rateAbout}>
              {rateText(bytesPerSecond)}
            </span>
          )}
        </span>
        <span className="row">
          <span className="about">
            <Name text={who} limit={40} />
          </span>
          {place && <Name text={place} limit={80} className="mono support cut" />}
          <span className="grow" />
          {pinned && <Pin size={11} className="about" role="img" aria-label={words.pinned} />}
          {note !== '' && <NotebookPen size={11} className="about" role="img" aria-label={words.hasNote} />}
          <span className="confidence" title={words.confidenceAbout}>
            <span className={`confidence-bar confidence-${confidence}`} aria-hidden />
            {words.confidences[confidence]}
          </span>
        </span>
      </span>
    </button>
  );
}
