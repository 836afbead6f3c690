import { DeltaBar } from '../../widgets/delta-bar.js';
import { deltaInUnit, exactBytes, inUnit, type SizeUnit } from '../../widgets/numbers.js';
import type { Ledger } from './use-ledger.js';
import { words } from './words.js';

const MB: SizeUnit = { name: 'MB', divisor: 1e6, decimals: 1 };

/** Whose memory RSS is, at both ends of the range. */
export function LedgerTable({ ledger, scoped }: { readonly ledger: Ledger; readonly scoped: boolean }) {
  const { entries, rss } = ledger;
  const most = Math.max(...entries.map(({ start, end }) => Math.abs(end - start)), 1);
  const shown = entries.filter(({ start, end }) => start !== 0 || end !== 0);
  const empty = entries.filter((entry) => !shown.includes(entry));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and nothing in it takes the focus
    <section className="overview-card" aria-label={words.ledger} tabIndex={0}>
      <header className="row overview-head">
        <h3 className="strong">{words.ledger}</h3>
        <span className="about">{scoped ? words.ledgerScoped : words.ledgerRange}, MB</span>
      </header>
      <table className="ledger">
        <thead>
          <tr>
            <th scope="col">{words.whose}</th>
            <th scope="col">{words.at}</th>
            <th scope="col" colSpan={2}>
              {words.delta}
            </th>
            <th scope="col">{words.now}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ id, title, about, colour, hatched, start, end }) => (
            <tr key={id} title={about}>
              <th scope="row">
                <span
                  className={`swatch${hatched ? ' swatch-hatched' : ''}`}
                  style={{ background: `var(--${colour})` }}
                />
                {title}
              </th>
              <td className="support">{inUnit(start, MB)}</td>
              <td className="ledger-bar">
                <DeltaBar value={end - start} most={most} />
              </td>
              <td
                className={end - start > 50_000 ? 'grew' : end - start < -50_000 ? 'shrank' : 'about'}
                title={exactBytes(end - start)}
              >
                {deltaInUnit(end - start, MB)}
              </td>
              <td>{inUnit(end, MB)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{words.rss}</th>
            <td>{inUnit(rss.start, MB)}</td>
            <td />
            <td className={rss.end > rss.start ? 'grew' : 'shrank'}>
              {deltaInUnit(rss.end - rss.start, MB)}
            </td>
            <td>{inUnit(rss.end, MB)}</td>
          </tr>
        </tfoot>
      </table>
      {empty.length > 0 && (
        <p className="overview-zero about">
          {words.zero} {empty.map(({ title }) => title).join(', ')}
        </p>
      )}
    </section>
  );
}
