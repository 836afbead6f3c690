import { useState } from 'react';

interface NameFormProps {
  readonly label: string;
  /** Trimmed; undefined when nothing was typed or it was given up with Escape. */
  readonly onEnd: (name: string | undefined) => void;
}

/** Asks for a name where a button stood. */
export function NameForm({ label, onEnd }: NameFormProps) {
  const [name, setName] = useState('');
  return (
    <form
      className="row"
      onSubmit={(event) => {
        event.preventDefault();
        onEnd(name.trim() || undefined);
      }}
    >
      <input
        className="field"
        aria-label={label}
        placeholder={label}
        maxLength={80}
        // biome-ignore lint/a11y/noAutofocus: it was opened to be typed into
        autoFocus
        value={name}
        onChange={(event) => setName(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onEnd(undefined);
        }}
      />
    </form>
  );
}
