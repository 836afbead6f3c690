import { ArrowRight } from 'lucide-react';
import type { Finding, Sign } from '../../../shared/api/findings.js';
import { type SessionId, snapshotId } from '../../../shared/base/brand.js';
import { printable } from '../../../shared/base/printable.js';
import { useWorkspace } from '../../state/workspace.js';
import { words } from './words.js';

interface FindingSignsProps {
  readonly finding: Finding;
  readonly session: SessionId;
}

/** What was seen, one sentence each; a click goes to where it was seen: a range of the timeline, snapshots with a class. */
export function FindingSigns({ finding, session }: FindingSignsProps) {
  const { selection, span, layout } = useWorkspace();
  const signs: readonly Sign[] = finding.signs ?? finding.evidence.map((text) => ({ text }));
  const follow = ({ snapshots, className, range }: Sign): void => {
    selection.pointAtTarget(finding.target);
    if (snapshots && snapshots.length > 0) {
      const [first, last] = snapshots.map((number) => snapshotId(`${session}/${number}`));
      selection.compare(last ? first : undefined, last ?? first);
      if (className !== undefined) selection.pointAtClass(className);
      layout.openPane('heap');
    } else if (range) span.select(range);
  };
  return (
    <ul className="finding-evidence">
      {signs.map((sign) => (
        <li key={sign.text}>
          {sign.snapshots || sign.range ? (
            <button
              type="button"
              className="finding-sign"
              title={sign.snapshots ? words.showHeap : words.showRange}
              onClick={() => follow(sign)}
            >
              <bdi>{printable(sign.text, 400)}</bdi> <ArrowRight size={12} aria-hidden />
            </button>
          ) : (
            printable(sign.text, 400)
          )}
        </li>
      ))}
    </ul>
  );
}
