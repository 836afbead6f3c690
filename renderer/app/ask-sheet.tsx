import { Dialog } from '@base-ui/react/dialog';
import { type ReactNode, useState } from 'react';
import { Button } from '../widgets/button.js';

interface AskSheetProps {
  readonly title: string;
  readonly field: string;
  readonly about?: string;
  readonly action: string;
  readonly initial?: string;
  readonly mono?: boolean;
  readonly onDone: (text: string) => void;
  readonly children?: ReactNode;
}

/** One question with one field. */
export function AskSheet({
  title,
  field,
  about,
  action,
  initial = '',
  mono,
  onDone,
  children,
}: AskSheetProps) {
  const [text, setText] = useState(initial);
  return (
    <form
      className="ask"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') onDone(text);
      }}
    >
      <Dialog.Title className="card-name">{title}</Dialog.Title>
      <label className="column ask-label">
        <span className="support">{field}</span>
        <input
          className={mono ? 'field mono' : 'field'}
          value={text}
          maxLength={4000}
          spellCheck={false}
          autoComplete="off"
          // biome-ignore lint/a11y/noAutofocus: the sheet was opened to be typed into
          autoFocus
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      {about && <p className="about">{about}</p>}
      <div className="row">
        <button type="submit" className="button button-main" disabled={text.trim() === ''}>
          {action}
        </button>
        {children}
        <span className="grow" />
        <Dialog.Close render={<Button kind="bare" />}>Cancel</Dialog.Close>
      </div>
    </form>
  );
}
