import { useLayoutEffect, useRef, useState } from 'react';
import type { LegendLine } from './legend-of.js';
import { words } from './words.js';

/** What the fills of the RSS lanes stand for; the definition on hover. What has no room is counted at the end. */
export function Legend({ lines }: { readonly lines: readonly LegendLine[] }) {
  const list = useRef<HTMLUListElement>(null);
  const [fit, setFit] = useState(lines.length);
  const titles = lines.map(({ title }) => title);
  const all = titles.join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: other titles have other widths
  useLayoutEffect(() => {
    const row = list.current;
    if (!row) return;
    const measure = (): void => {
      const end = row.getBoundingClientRect().right + 0.5;
      const cut = [...row.children].findIndex((item) => item.getBoundingClientRect().right > end);
      setFit(cut < 0 ? row.children.length : cut);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(row);
    return () => observer.disconnect();
  }, [all]);
  const folded = titles.slice(fit);
  return (
    <div className="row legend">
      <ul className="row legend-list" ref={list}>
        {lines.map(({ colour, hatched, title, about }, index) => (
          <li
            key={`${colour} ${hatched}`}
            className={index < fit ? 'row' : 'row legend-folded'}
            title={about}
          >
            <span
              className={`swatch${hatched ? ' swatch-hatched' : ''}`}
              style={{ background: `var(--${colour})` }}
            />
            <span className="support">{title}</span>
          </li>
        ))}
      </ul>
      {/* Its room is kept: else the last line would come and go with it. */}
      <span
        className={folded.length > 0 ? 'about legend-more' : 'about legend-more legend-folded'}
        title={folded.join('\n')}
      >
        <span aria-hidden>+{folded.length}</span>
        {folded.length > 0 && <span className="visually-hidden">{words.legendMore(folded.join(', '))}</span>}
      </span>
    </div>
  );
}
