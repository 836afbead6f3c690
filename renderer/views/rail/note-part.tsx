import { NotebookPen } from 'lucide-react';
import { useCallback } from 'react';
import type { OpenSession } from '../../../shared/api/sessions.js';
import { printable } from '../../../shared/base/printable.js';
import { useEngine } from '../../connection/engine.js';
import { useAnswer } from '../../state/use-answer.js';
import { usePart, useWorkspace } from '../../state/workspace.js';
import { words } from './words.js';

const MOST = 400;

/** The first lines of what the user wrote about the session; a click goes on writing. */
export function NotePart({ session }: { readonly session: OpenSession }) {
  const { services } = useEngine();
  const { layout, sessions } = useWorkspace();
  const noted = usePart(sessions, (state) => state.noted);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again once something was written
  const ask = useCallback(() => services.sessions.note(session.id), [services, session.id, noted]);
  const { answer = '' } = useAnswer(ask);
  return (
    <section className="rail-section" aria-label={words.note}>
      <header className="rail-head">
        <h2>{words.note}</h2>
        <button
          type="button"
          className="rail-plus"
          aria-label={words.editNote}
          onClick={() => layout.openSheet('note')}
        >
          <NotebookPen size={14} aria-hidden />
        </button>
      </header>
      {answer === '' ? (
        <p className="rail-none about">{words.noNote}</p>
      ) : (
        <button type="button" className="rail-note" onClick={() => layout.openSheet('note')}>
          <bdi>{lines(answer)}</bdi>
        </button>
      )}
    </section>
  );
}

const lines = (text: string): string =>
  text
    .slice(0, MOST)
    .split('\n')
    .map((line) => printable(line))
    .join('\n');
