import type { Finding } from '../../../shared/api/findings.js';
import { sizeText } from '../../../shared/base/quantity.js';
import { Estimated } from '../../widgets/estimated.js';
import { type LimitAhead, leftText } from './limit-ahead.js';
import { words } from './words.js';

interface VerdictFiguresProps {
  readonly finding: Finding | undefined;
  readonly limit: LimitAhead | undefined;
}

/** Beside the verdict: how certain it is, and when it will have become a problem. */
export function VerdictFigures({ finding, limit }: VerdictFiguresProps) {
  if (!finding && !limit) return null;
  return (
    <dl className="verdict-figures">
      {finding && (
        <div title={words.confidenceAbout}>
          <dt className="about">{words.certainty}</dt>
          <dd className="strong">{words.confidences[finding.confidence]}</dd>
        </div>
      )}
      {limit && (
        <div title={words.limitAbout(sizeText(limit.used), leftText(limit.soonest), leftText(limit.latest))}>
          <dt className="about">{words.limitIn(limit.of, sizeText(limit.limit))}</dt>
          <dd className="strong grew">
            <Estimated>{leftText(limit.left)}</Estimated>
          </dd>
        </div>
      )}
    </dl>
  );
}
