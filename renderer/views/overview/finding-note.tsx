import { NotebookPen } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../widgets/button.js';
import { words } from './words.js';

interface FindingNoteProps {
  readonly note: string;
  readonly onKeep: (text: string) => void;
}

const MOST = 10_000;

/** What the user knows about a finding: kept when the field is left. */
export function FindingNote({ note, onKeep }: FindingNoteProps) {
  const [text, setText] = useState<string>();
  const keep = (): void => {
    if (text !== undefined && text !== note) onKeep(text);
    setText(undefined);
  };
  if (note === '' && text === undefined)
    return (
      <Button kind="bare" icon={NotebookPen} className="finding-note-add" onClick={() => setText('')}>
        {words.addNote}
      </Button>
    );
  return (
    <textarea
      className="field finding-note"
      aria-label={words.note}
      placeholder={words.noteAbout}
      value={text ?? note}
      maxLength={MOST}
      rows={Math.min(8, Math.max(2, (text ?? note).split('\n').length))}
      // biome-ignore lint/a11y/noAutofocus: it was opened to be typed into
      autoFocus={note === ''}
      onChange={(event) => setText(event.target.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.blur();
      }}
    />
  );
}
