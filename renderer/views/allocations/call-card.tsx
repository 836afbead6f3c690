import { ArrowUpDown, Code, Copy, ExternalLink, Focus, X } from 'lucide-react';
import { useLayoutEffect, useRef, useState } from 'react';
import { countText } from '../../../shared/base/quantity.js';
import type { Calls } from '../../calls/calls-of.js';
import type { SourcePlace } from '../../state/source-place.js';
import { Button } from '../../widgets/button.js';
import { rateText } from '../../widgets/numbers.js';
import {
  amountDelta,
  amountExact,
  amountText,
  callMarkdown,
  callName,
  shareText,
  wholePlace,
  whoseCode,
} from './call-figures.js';
import { words } from './words.js';

/** What can be done with a call. Rows are those of the tree that is shown. */
export interface CardActions {
  focus(row: number): void;
  focusFunction(row: number): void;
  drop(row: number): void;
  merge(row: number): void;
  sandwich(row: number): void;
  source(row: number): void;
  /** Undefined for what no editor could open. */
  editorLink(place: SourcePlace): string | undefined;
}

interface CallCardProps {
  readonly calls: Calls;
  readonly row: number;
  readonly at: { readonly x: number; readonly y: number };
  readonly pinned: boolean;
  readonly span?: number;
  readonly sampled: boolean;
  readonly actions: CardActions;
  readonly onClose: () => void;
}

const AWAY = 14;

/** What is known of one call: beside the pointer, or pinned with what can be done. */
export function CallCard({ calls, row, at, pinned, span, sampled, actions, onClose }: CallCardProps) {
  const box = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState({ left: -1000, top: 0 });
  const [copied, setCopied] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another call has another size
  useLayoutEffect(() => {
    if (!box.current) return;
    const { width, height } = box.current.getBoundingClientRect();
    const left = at.x + AWAY + width > innerWidth ? at.x - AWAY - width : at.x + AWAY;
    const top = at.y + AWAY + height > innerHeight ? at.y - AWAY - height : at.y + AWAY;
    setPlace({ left: Math.max(8, left), top: Math.max(8, top) });
  }, [at.x, at.y, row, pinned]);
  const { tree, own, total, counts, base, measure, all } = calls;
  const frame = tree.frame[row];
  const { file, line, name } = tree.frames;
  const delta = base && total[row] - base.total[row];
  const count = counts[row];
  const link = pinned ? actions.editorLink({ file: file[frame], line: line[frame] }) : undefined;
  const tone = delta === undefined || delta === 0 ? '' : delta > 0 ? 'grew' : 'shrank';
  const figures: (readonly [label: string, value: string, exact: string, tone?: string] | undefined)[] = [
    [words.card.total, amountText(total[row], measure), amountExact(total[row], measure), 'strong'],
    delta !== undefined
      ? [words.card.delta, amountDelta(delta, measure), amountExact(delta, measure), `strong ${tone}`]
      : [words.card.share, shareText(all > 0 ? total[row] / all : 0), String(all > 0 ? total[row] / all : 0)],
    [words.card.self, amountText(own[row], measure), amountExact(own[row], measure)],
    delta !== undefined
      ? [words.card.share, shareText(all > 0 ? total[row] / all : 0), String(all > 0 ? total[row] / all : 0)]
      : undefined,
    [sampled ? words.card.samples : words.card.count, countText(count), countText(count)],
    // A sample stands for many allocations: what one is on average is not known.
    measure === 'bytes' && count > 0 && !sampled
      ? [words.card.each, amountText(total[row] / count, 'bytes'), `${(total[row] / count).toFixed(1)} B`]
      : undefined,
    delta !== undefined && span && measure === 'bytes'
      ? [words.card.rate, rateText((delta / span) * 1000), rateText((delta / span) * 1000), tone]
      : undefined,
  ];
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes it
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: a dialog and a tooltip have names
    <div
      ref={box}
      className={`call-card ${pinned ? 'call-card-pinned selectable' : ''}`}
      style={place}
      role={pinned ? 'dialog' : 'tooltip'}
      aria-label={callName(tree, frame)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        onClose();
      }}
    >
      <header className="row">
        <bdi className="strong mono call-card-name">{callName(tree, frame, 300)}</bdi>
        <span className="grow" />
        {pinned && (
          <>
            <span className="about">{words.card.pinned}</span>
            <Button kind="bare" icon={X} aria-label={words.actions.unpin} onClick={onClose} />
          </>
        )}
      </header>
      {file[frame] && <bdi className="mono support call-card-place">{wholePlace(tree, frame)}</bdi>}
      <dl className="call-card-figures">
        {figures.map(
          (figure) =>
            figure && (
              <div key={figure[0]}>
                <dt className="support">{figure[0]}</dt>
                <dd className={`number ${figure[3] ?? ''}`} title={figure[2]}>
                  {figure[1]}
                </dd>
              </div>
            ),
        )}
      </dl>
      <p className="about call-card-foot">
        {whoseCode(tree, frame)}
        {pinned && measure === 'bytes' && ` · ${amountExact(total[row], measure)}`}
        {sampled && ` · ${words.card.sampled}`}
      </p>
      {pinned && (
        <footer className="call-card-actions">
          <Button icon={Focus} title={words.actions.focusAbout} hint="F" onClick={() => actions.focus(row)}>
            {words.actions.focus}
          </Button>
          <Button title={words.actions.functionAbout} onClick={() => actions.focusFunction(row)}>
            {words.actions.function}
          </Button>
          <Button title={words.actions.dropAbout} onClick={() => actions.drop(row)}>
            {words.actions.drop}
          </Button>
          <Button title={words.actions.mergeAbout} onClick={() => actions.merge(row)}>
            {words.actions.merge}
          </Button>
          <Button icon={ArrowUpDown} onClick={() => actions.sandwich(row)}>
            {words.actions.sandwich}
          </Button>
          {file[frame] && (
            <Button icon={Code} onClick={() => actions.source(row)}>
              {words.actions.source}
            </Button>
          )}
          {link && (
            <a className="button button-plain" href={link}>
              <ExternalLink size={14} strokeWidth={1.75} aria-hidden />
              <span className="cut">{words.actions.editor}</span>
            </a>
          )}
          <Button
            icon={Copy}
            hint="C"
            aria-label={`${words.actions.copy} ${name[frame] ? '' : words.anonymous}`.trim()}
            onClick={() =>
              void navigator.clipboard
                .writeText(callMarkdown(calls, row, sampled))
                .then(() => setCopied(true))
            }
          >
            {copied ? `${words.actions.copy} ✓` : words.actions.copy}
          </Button>
        </footer>
      )}
    </div>
  );
}
