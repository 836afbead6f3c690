import { Key } from './key.js';

/** Keys and what they do, for the status bar. */
export function KeyHints({ hints }: { readonly hints: readonly (readonly [keys: string, does: string])[] }) {
  return (
    <div className="key-hints">
      {hints.map(([keys, does]) => (
        <span key={`${keys}${does}`} className="key-hint">
          {keys.split('|').map((key) => (
            <Key key={key}>{key}</Key>
          ))}
          {does}
        </span>
      ))}
    </div>
  );
}
