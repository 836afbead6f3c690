import type { LegendLine } from './legend-of.js';

/** What the fills of the RSS lanes stand for; the definition on hover. */
export function Legend({ lines }: { readonly lines: readonly LegendLine[] }) {
  return (
    <ul className="row legend">
      {lines.map(({ colour, hatched, title, about }) => (
        <li key={`${colour} ${hatched}`} className="row" title={about}>
          <span
            className={`swatch${hatched ? ' swatch-hatched' : ''}`}
            style={{ background: `var(--${colour})` }}
          />
          <span className="support">{title}</span>
        </li>
      ))}
    </ul>
  );
}
