import { Search, X } from 'lucide-react';
import type { KeyboardEvent, Ref } from 'react';
import { Key } from './key.js';
import './search-field.css';

interface SearchFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string;
  readonly onKeyDown?: (event: KeyboardEvent<HTMLInputElement>) => void;
  readonly ref?: Ref<HTMLInputElement>;
  readonly autoFocus?: boolean;
  readonly className?: string;
}

/** A field that filters as one types. `data-search` is what `/` looks for. */
export function SearchField({
  label,
  value,
  onChange,
  hint = '/',
  onKeyDown,
  ref,
  autoFocus,
  className,
}: SearchFieldProps) {
  return (
    <div className={['search', className].filter(Boolean).join(' ')}>
      <Search size={14} strokeWidth={1.75} aria-hidden />
      <input
        ref={ref}
        data-search
        type="search"
        aria-label={label}
        placeholder={label}
        value={value}
        maxLength={2000}
        spellCheck={false}
        autoComplete="off"
        // biome-ignore lint/a11y/noAutofocus: the one field of a screen that exists to be typed into
        autoFocus={autoFocus}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && value !== '') {
            event.stopPropagation();
            onChange('');
          }
          onKeyDown?.(event);
        }}
      />
      {value ? (
        <button type="button" aria-label={`Clear: ${label}`} onClick={() => onChange('')}>
          <X size={14} aria-hidden />
        </button>
      ) : (
        <Key>{hint}</Key>
      )}
    </div>
  );
}
