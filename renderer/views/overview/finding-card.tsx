import { Code, Pin } from 'lucide-react';
import { findingKey } from '../../../shared/api/finding-key.js';
import { findingMarkdown } from '../../../shared/api/finding-markdown.js';
import type { Finding } from '../../../shared/api/findings.js';
import type { OpenSession } from '../../../shared/api/sessions.js';
import { printable } from '../../../shared/base/printable.js';
import { sizeText } from '../../../shared/base/quantity.js';
import type { Remark } from '../../state/use-remark.js';
import { useWorkspace } from '../../state/workspace.js';
import { Button } from '../../widgets/button.js';
import { CopyButton } from '../../widgets/copy-button.js';
import { Name } from '../../widgets/name.js';
import { PathList } from '../../widgets/path-list.js';
import { FindingLines } from './finding-lines.js';
import { FindingNote } from './finding-note.js';
import { FindingSigns } from './finding-signs.js';
import { placeText } from './finding-text.js';
import { PinnedHint } from './pinned-hint.js';
import { SeverityMark } from './severity-mark.js';
import { words } from './words.js';

interface FindingCardProps {
  readonly finding: Finding;
  readonly at: number;
  readonly of: number;
  readonly who: string;
  readonly session: OpenSession;
  readonly remark: Remark;
}

/** One finding with its evidence: what holds it, where it comes from, what to do. */
export function FindingCard({ finding, at, of, who, session, remark }: FindingCardProps) {
  const { layout, sourcePlace } = useWorkspace();
  const { severity, title, because, path, advice, retainedSize } = finding;
  const place = placeText(finding, true);
  const showSource = (location: Finding['location']): void => {
    if (location) sourcePlace.show({ ...location, target: finding.target });
    layout.openPane('source');
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
    <section className="overview-card overview-holder finding-card" aria-label={words.finding} tabIndex={0}>
      <header className="row overview-head">
        <span className={`badge badge-${BADGES[severity]}`}>
          <SeverityMark severity={severity} size={9} /> {words.severities[severity]}
        </span>
        <Name text={who} limit={60} className="support cut grow" />
        <span className="about">{words.oneOf(at + 1, of)}</span>
      </header>
      <div className="finding-body selectable">
        <h3 className="strong">
          <Name text={title} limit={300} />
        </h3>
        <p className="support">{printable(because, 600)}</p>
        {place && (
          <p>
            <span className="about">{words.allocatedAt} </span>
            <Name text={place} limit={300} className="mono" />
            {finding.location?.function && (
              <>
                {' '}
                <Name text={finding.location.function} limit={100} className="mono support" />
              </>
            )}
          </p>
        )}
        <FindingLines session={session.id} finding={finding} />
        {path && path.length > 0 && (
          <div>
            <p className="about">{words.shortestPath}</p>
            <PathList
              paths={[{ steps: path, retainedSize: retainedSize ?? 0, count: 1 }]}
              copy={words.copyPath}
            />
          </div>
        )}
        {retainedSize !== undefined && <p className="about">{words.retains(sizeText(retainedSize))}</p>}
        <FindingSigns finding={finding} session={session.id} />
        <p>
          <span className="strong">{words.advice}</span> {printable(advice, 600)}
        </p>
        {remark.pinned && <PinnedHint session={session} findingKey={findingKey(finding)} />}
        <FindingNote
          key={findingKey(finding)}
          note={remark.note}
          onKeep={(note) => remark.keep({ note: note.trim() })}
        />
      </div>
      <footer className="row finding-foot">
        <span data-pin-finding title={finding.pin === undefined ? words.cannotPin : undefined}>
          <Button
            kind={remark.pinned ? 'plain' : 'main'}
            icon={Pin}
            hint="P"
            pressed={remark.pinned}
            disabled={finding.pin === undefined}
            title={remark.pinned ? words.unpin : words.pinAbout}
            onClick={() => remark.keep({ pinned: !remark.pinned })}
          >
            {remark.pinned ? words.pinned : words.pin}
          </Button>
        </span>
        <span data-copy-finding>
          <CopyButton
            hint="C"
            label={words.copyMarkdown}
            text={() => findingMarkdown(finding, who, remark.note)}
          >
            {words.copyShort}
          </CopyButton>
        </span>
        {finding.location && (
          <span data-open-line>
            <Button kind="bare" icon={Code} hint="E" onClick={() => showSource(finding.location)}>
              {words.showSource}
            </Button>
          </span>
        )}
      </footer>
    </section>
  );
}

const BADGES = { high: 'high', medium: 'med', low: 'low' } as const;
