import { Flag, Plus, SquareX } from 'lucide-react';
import type { OpenSession } from '../../../shared/api/sessions.js';
import { usePart, useWorkspace } from '../../state/workspace.js';
import { Name } from '../../widgets/name.js';
import { momentText } from '../../widgets/numbers.js';
import { words } from './words.js';

const AROUND = 15_000;
const SHOWN = ['note', 'exit', 'lost', 'snapshot-failed', 'allocations-failed'];

/** Named moments. A click goes there. */
export function MarkList({ session }: { readonly session: OpenSession }) {
  const { span, layout } = useWorkspace();
  const view = usePart(span, (state) => state.view);
  const marks = session.info.marks.filter(({ kind }) => SHOWN.includes(kind));
  const go = (at: number): void => {
    const half = view ? (view.to - view.from) / 2 : AROUND;
    const from = Math.max(0, at - half);
    span.look({ from, to: from + 2 * half }, false, true);
  };
  return (
    <section className="rail-section" aria-label={words.marks}>
      <header className="rail-head">
        <h2>
          {words.marks} <span className="about">{marks.length}</span>
        </h2>
        <button
          type="button"
          className="rail-plus"
          aria-label={words.addMark}
          onClick={() => layout.openSheet('mark')}
        >
          <Plus size={14} aria-hidden />
        </button>
      </header>
      {marks.length === 0 && <p className="rail-none about">{words.noMarks}</p>}
      <ul>
        {marks.map(({ at, text, kind }, index) => {
          const Icon = kind === 'note' ? Flag : SquareX;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: marks are only ever added
            <li key={`${at} ${index}`}>
              <button type="button" className="rail-row" title={words.momentAbout} onClick={() => go(at)}>
                <Icon
                  size={13}
                  strokeWidth={1.75}
                  className={kind === 'note' ? undefined : 'rail-exit'}
                  aria-hidden
                />
                <Name text={text} limit={120} className="cut grow" />
                <span className="about number">{momentText(at)}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
