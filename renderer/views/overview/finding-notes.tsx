import { Check, Hourglass } from 'lucide-react';
import { findingNoteText } from '../../../shared/api/finding-note-text.js';
import type { FindingNote } from '../../../shared/api/findings.js';
import { Name } from '../../widgets/name.js';
import { words } from './words.js';

interface FindingNotesProps {
  readonly notes: readonly FindingNote[];
  /** PID of a target, or its name. */
  who(target: number): string;
}

/** What was looked at and is no leak, and what this recording is too short to tell: below what was found. */
export function FindingNotes({ notes, who }: FindingNotesProps) {
  if (notes.length === 0) return null;
  return (
    <section className="finding-notes" aria-label={words.notes}>
      <h4 className="about">{words.notes}</h4>
      <ul>
        {notes.map(({ kind, target, text }) => (
          <li key={`${target} ${kind} ${text}`} className="row support">
            {kind === 'not-a-leak' ? (
              <Check size={13} className="verdict-steady" role="img" aria-label={words.noteKinds[kind]} />
            ) : (
              <Hourglass
                size={13}
                className="verdict-unclear"
                role="img"
                aria-label={words.noteKinds[kind]}
              />
            )}
            <span>
              <Name text={who(target)} limit={40} className="about" /> {findingNoteText({ text })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
