import { Code, ExternalLink } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import type { LineFigures } from '../../../shared/analysis/allocations/by-line.js';
import type { OpenSession } from '../../../shared/api/sessions.js';
import type { SourceText as Answer } from '../../../shared/api/sources.js';
import { printable } from '../../../shared/base/printable.js';
import { countText, sizeText } from '../../../shared/base/quantity.js';
import { pageShaper } from '../../calls/page-shaper.js';
import { useEngine } from '../../connection/engine.js';
import { EDITORS, type Editor, editorLink } from '../../state/source-place.js';
import { type Trouble, troubleOf } from '../../state/trouble.js';
import { useAsked } from '../../state/use-asked.js';
import { useCallsOfPlace } from '../../state/use-calls-of-place.js';
import { usePart, useWorkspace } from '../../state/workspace.js';
import { Button } from '../../widgets/button.js';
import { EmptyState } from '../../widgets/empty-state.js';
import { Estimated } from '../../widgets/estimated.js';
import { sizeUnit } from '../../widgets/numbers.js';
import { TroubleCard } from '../../widgets/trouble-card.js';
import { mostOf } from './most-of.js';
import { SourceText } from './source-text.js';
import { words } from './words.js';
import './source.css';

const NO_LINES: ReadonlyMap<number, LineFigures> = new Map();

/** The file of the chosen line, with the bytes of each of its lines. */
export function SourceView({ session }: { readonly session: OpenSession }) {
  const { services, calls } = useEngine();
  const { sourcePlace, layout } = useWorkspace();
  const { place, editor } = usePart(sourcePlace, (state) => state);
  const { answer, trouble, again } = useSource(services, session, place?.file, place?.target);
  const { tree, waiting, measure, lines: told, estimated } = useCallsOfPlace(services, calls, session);
  const file = place?.file;
  const ask = useMemo(
    () =>
      tree && file ? (signal: AbortSignal) => pageShaper().lines(tree, file, measure, { signal }) : undefined,
    [tree, file, measure],
  );
  const { value, current } = useAsked(ask);
  // Figures of another file would stand beside the wrong lines.
  const lines = (current && value) || NO_LINES;
  if (!place)
    return (
      <EmptyState icon={Code} title={words.none} text={words.noneAbout}>
        <Button onClick={() => layout.openPane('allocations')}>{words.toAllocations}</Button>
      </EmptyState>
    );
  const link = editorLink(editor, place.file, place.line);
  const sum = [...lines.values()].reduce((all, { self }) => all + self, 0);
  const compared = tree?.baseSelf !== undefined;
  const unit = measure === 'bytes' && lines.size > 0 ? sizeUnit(mostOf(lines)) : undefined;
  const amount = measure === 'bytes' ? sizeText(sum) : countText(sum);
  const name = place.file.replace(/\\/g, '/').split('/').slice(-2).join('/');
  return (
    <section className={`source column${estimated ? ' estimated-figures' : ''}`} aria-label={words.title}>
      <header className="row source-head">
        <span className="strong">{words.title}</span>
        <bdi className="mono cut" title={printable(place.file, 1000)}>
          {printable(name, 200)}
          {place.line > 0 && `:${place.line}`}
        </bdi>
        <span className="grow" />
        <select
          className="source-editor-choice"
          aria-label={words.editorChoice}
          title={words.editorAbout}
          value={editor}
          onChange={(event) => sourcePlace.setEditor(event.target.value as Editor)}
        >
          {Object.keys(EDITORS).map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
        {link && (
          <a className="button button-bare" href={link} title={words.editorAbout} data-open-line>
            <ExternalLink size={14} strokeWidth={1.75} aria-hidden />
            <span className="cut">{words.editor}</span>
          </a>
        )}
      </header>
      <p
        className="about source-about cut"
        title={[lines.size > 0 && words.allocatesAbout, answer?.caveat].filter(Boolean).join('\n')}
      >
        {lines.size > 0 && (
          <>
            {estimated ? <Estimated>{amount}</Estimated> : amount} {words.inLines(lines.size)}
            {' · '}
          </>
        )}
        {[
          lines.size > 0
            ? estimated && words.estimated
            : waiting || (ask && !current)
              ? words.counting
              : words.noFigures,
          answer && (answer.origin === 'session' ? words.fromSession : words.fromDisk),
          answer?.caveat,
          lines.size > 0 && told === 'function' && words.functionLines,
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {lines.size > 0 && answer && (
        <div className="source-columns about" aria-hidden>
          {[words.self, words.total, ...(compared ? [words.delta] : [])].map((title) => (
            <span key={title}>{unit ? `${title}, ${unit.name}` : title}</span>
          ))}
        </div>
      )}
      {trouble ? (
        <TroubleCard {...trouble}>
          <Button onClick={again}>{words.again}</Button>
        </TroubleCard>
      ) : answer ? (
        <SourceText
          text={answer.text}
          file={place.file}
          line={place.line}
          lines={lines}
          unit={measure}
          estimated={estimated}
          label={printable(name, 200)}
        />
      ) : (
        <p className="pane-opening about" role="status">
          {words.loading}
        </p>
      )}
    </section>
  );
}

function useSource(
  services: ReturnType<typeof useEngine>['services'],
  { id }: OpenSession,
  file: string | undefined,
  target: number | undefined,
): { readonly answer?: Answer; readonly trouble?: Trouble; again(): void } {
  const [state, setState] = useState<{ file?: string; answer?: Answer; trouble?: Trouble }>({});
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the turn is one more try
  useEffect(() => {
    if (file === undefined) return;
    let wanted = true;
    services.sources.text(id, { file, ...(target === undefined ? {} : { target }) }).then(
      (answer) => wanted && setState({ file, answer }),
      (error: unknown) => wanted && setState({ file, trouble: troubleOf(error) }),
    );
    return () => {
      wanted = false;
    };
  }, [services, id, file, target, turn]);
  const known = state.file === file ? state : {};
  return { ...known, again: () => setTurn((was) => was + 1) };
}
