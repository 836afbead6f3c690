import { ArrowRight, Code } from 'lucide-react';
import { findingMarkdown } from '../../../shared/api/finding-markdown.js';
import type { Finding } from '../../../shared/api/findings.js';
import type { SessionId } from '../../../shared/base/brand.js';
import { printable } from '../../../shared/base/printable.js';
import { sizeText } from '../../../shared/base/quantity.js';
import { useWorkspace } from '../../state/workspace.js';
import { Button } from '../../widgets/button.js';
import { CopyButton } from '../../widgets/copy-button.js';
import { Name } from '../../widgets/name.js';
import { PathList } from '../../widgets/path-list.js';
import { FindingSigns } from './finding-signs.js';
import { placeText } from './finding-text.js';
import { SeverityMark } from './severity-mark.js';
import { words } from './words.js';

interface FindingCardProps {
  readonly finding: Finding;
  readonly at: number;
  readonly of: number;
  readonly who: string;
  readonly session: SessionId;
}

/** One finding with its evidence: what holds it, where it comes from, what to do. */
export function FindingCard({ finding, at, of, who, session }: FindingCardProps) {
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
        <span className={`badge badge-${severity === 'high' ? 'high' : 'med'}`}>
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
        <FindingSigns finding={finding} session={session} />
        <p>
          <span className="strong">{words.advice}</span> {printable(advice, 600)}
        </p>
      </div>
      <footer className="row finding-foot">
        <span data-copy-finding>
          <CopyButton text={() => findingMarkdown(finding, who)}>{words.copyMarkdown}</CopyButton>
        </span>
        {finding.location && (
          <Button kind="bare" icon={Code} onClick={() => showSource(finding.location)}>
            {words.showSource}
          </Button>
        )}
        <Button kind="bare" icon={ArrowRight} onClick={() => layout.openPane('heap')}>
          {words.classes}
        </Button>
      </footer>
    </section>
  );
}
