import type { LedgerAnswer } from '../../../shared/api/sessions.js';
import { printable } from '../../../shared/base/printable.js';
import { sizeText } from '../../../shared/base/quantity.js';
import { deltaInUnit, exactBytes, inUnit, momentText, type SizeUnit } from '../../widgets/numbers.js';
import { Segments } from '../../widgets/segments.js';
import type { Ledger } from './use-ledger.js';
import { waterfallOf } from './waterfall.js';
import { WaterfallBar } from './waterfall-bar.js';
import { words } from './words.js';

const MB: SizeUnit = { name: 'MB', divisor: 1e6, decimals: 1 };
/** Within these bytes a change has no colour; what is less at both ends would stand as 0.0 and is named in one line. */
const STILL = 50_000;

export type Scope = 'process' | 'tree';

interface LedgerTableProps {
  readonly ledger: Pick<Ledger, 'entries' | 'rss'>;
  readonly scoped: boolean;
  readonly scope: Scope;
  /** Undefined where there is one process only. */
  readonly onScope: ((scope: Scope) => void) | undefined;
  /** What the growth comes down to, as far as whole accounts were recorded. */
  readonly growth: LedgerAnswer | undefined;
  /** Asks the allocator to give memory back; undefined where that cannot be done. */
  readonly onTrim: (() => void) | undefined;
}

/** From RSS at the start to RSS at the end by whose memory it is. */
export function LedgerTable({ ledger, scoped, scope, onScope, growth, onTrim }: LedgerTableProps) {
  const { entries, rss } = ledger;
  const shown = entries.filter(({ start, end }) => Math.max(start, end) >= STILL);
  const empty = entries.filter((entry) => !shown.includes(entry));
  const waterfall = waterfallOf(shown, rss.start);
  const sum = scope === 'tree' ? words.pss : words.rss;
  const { verdict, peak } = growth ?? {};
  const beside = growth?.beside?.filter(({ bytes, delta }) => bytes > 0 || delta) ?? [];
  const total = (title: string, value: number, delta?: number) => (
    <tr className="ledger-sum" title={scope === 'tree' ? words.pssSumAbout : words.rssSumAbout}>
      <th scope="row">{title}</th>
      <td className="ledger-bar">
        <WaterfallBar waterfall={waterfall} from={0} to={value} whole />
      </td>
      <td className={delta === undefined ? undefined : tone(delta)} title={exactBytes(delta ?? 0)}>
        {delta !== undefined && deltaInUnit(delta, MB)}
      </td>
      <td title={exactBytes(value)}>{inUnit(value, MB)}</td>
    </tr>
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and little in it takes the focus
    <section className="overview-card" aria-label={words.ledger} tabIndex={0}>
      <header className="row overview-head">
        <h3 className="strong">{words.ledger}</h3>
        <span className="about cut">{scoped ? words.ledgerScoped : words.ledgerRange}, MB</span>
        <span className="grow" />
        {onScope && (
          <Segments<Scope>
            label={words.scope}
            value={scope}
            options={[
              { value: 'process', text: words.process },
              { value: 'tree', text: words.tree },
            ]}
            onChange={onScope}
          />
        )}
      </header>
      <table className="ledger">
        <thead>
          <tr>
            <th scope="col">{words.whose}</th>
            <th scope="col" className="ledger-scale" title={words.scaleAbout}>
              <span>{inUnit(waterfall.low, MB)}</span>
              <span>{inUnit(waterfall.high, MB)}</span>
            </th>
            <th scope="col" title={words.deltaAbout}>
              {words.delta}
            </th>
            <th scope="col" title={words.endAbout}>
              {words.now}
            </th>
          </tr>
        </thead>
        <tbody>
          {total(words.atStart(sum), rss.start)}
          {shown.map(({ id, title, about, colour, hatched, start, end }, row) => (
            <tr key={id} title={about}>
              <th scope="row">
                <span
                  className={`swatch${hatched ? ' swatch-hatched' : ''}`}
                  style={{ background: `var(--${colour})` }}
                />
                {title}
              </th>
              <td className="ledger-bar">
                <WaterfallBar waterfall={waterfall} {...waterfall.steps[row]} />
              </td>
              <td className={tone(end - start)} title={exactBytes(end - start)}>
                {deltaInUnit(end - start, MB)}
              </td>
              <td title={exactBytes(end)}>{inUnit(end, MB)}</td>
            </tr>
          ))}
          {total(words.atEnd(sum), rss.end, rss.end - rss.start)}
          {beside.map(({ id, name, definition, source, bytes, delta }) => (
            <tr key={id} title={`${definition} (${source})`}>
              <th scope="row" className="about">
                {name}
              </th>
              <td className="ledger-bar about">{words.beside}</td>
              <td
                className={delta === undefined ? undefined : tone(delta)}
                title={delta === undefined ? undefined : exactBytes(delta)}
              >
                {delta !== undefined && deltaInUnit(delta, MB)}
              </td>
              <td title={exactBytes(bytes)}>{inUnit(bytes, MB)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {growth && !verdict && <p className="ledger-verdict support">{words.oneAccount}</p>}
      {verdict && (
        <div className="ledger-verdict">
          <p className="row" title={words.explainedAbout}>
            <span className="about">{words.growthExplained}</span>
            <span className="grow" />
            <span className="strong">{(verdict.explained * 100).toFixed(1)} %</span>
          </p>
          <meter
            className="ledger-explained"
            title={words.explainedAbout}
            min={0}
            max={1}
            value={verdict.explained}
          >
            {(verdict.explained * 100).toFixed(1)} %
          </meter>
          <p className="support">
            {printable(verdict.sentence, 400)} {printable(verdict.advice, 400)}
          </p>
          {verdict.heldFree > 0 && (
            <p className="row support">
              <span>{words.heldFree(sizeText(verdict.heldFree))}</span>
              <span className="grow" />
              {onTrim && (
                <button
                  type="button"
                  className="button button-plain"
                  title={words.trimAbout}
                  onClick={onTrim}
                >
                  {words.trim}
                </button>
              )}
            </p>
          )}
          {peak && (
            <p className="about">
              {words.peak(sizeText(peak.pss ?? peak.rss), sizeText(peak.rss), momentText(peak.at))}
            </p>
          )}
        </div>
      )}
      {empty.length > 0 && (
        <p className="overview-zero about">
          {words.zero} {empty.map(({ title }) => title).join(', ')}
        </p>
      )}
    </section>
  );
}

const tone = (delta: number): string => (delta > STILL ? 'grew' : delta < -STILL ? 'shrank' : 'about');
