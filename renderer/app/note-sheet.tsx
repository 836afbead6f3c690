import { Dialog } from '@base-ui/react/dialog';
import { useEffect, useState } from 'react';
import type { OpenSession } from '../../shared/api/sessions.js';
import { useEngine } from '../connection/engine.js';
import { troubleOf } from '../state/trouble.js';
import { useWorkspace } from '../state/workspace.js';
import { Button } from '../widgets/button.js';
import { words } from './words.js';

/** What the user knows about the session: it is kept in the file. */
export function NoteSheet({
  session,
  onDone,
}: {
  readonly session: OpenSession;
  readonly onDone: () => void;
}) {
  const { services } = useEngine();
  const { commands } = useWorkspace();
  const [text, setText] = useState<string>();
  const [trouble, setTrouble] = useState<string>();
  useEffect(() => {
    services.sessions.note(session.id).then(setText, (error) => setTrouble(troubleOf(error).message));
  }, [services, session.id]);
  return (
    <form
      className="ask"
      onSubmit={(event) => {
        event.preventDefault();
        onDone();
        void commands.setNote(session.id, text ?? '');
      }}
    >
      <Dialog.Title className="card-name">{words.noteTitle}</Dialog.Title>
      <label className="column ask-label">
        <span className="support">{trouble ?? words.noteField}</span>
        <textarea
          className="field note-field"
          disabled={text === undefined}
          value={text ?? ''}
          maxLength={100_000}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey))
              event.currentTarget.form?.requestSubmit();
          }}
        />
      </label>
      <div className="row">
        <button type="submit" className="button button-main" disabled={text === undefined}>
          {words.noteDo}
        </button>
        <span className="grow" />
        <Dialog.Close render={<Button kind="bare" />}>{words.cancel}</Dialog.Close>
      </div>
    </form>
  );
}
