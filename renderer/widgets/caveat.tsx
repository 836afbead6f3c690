import './caveat.css';

/** What is to be known about a table: one line below it, all of it when it is opened. */
export function Caveat({ text }: { readonly text: string }) {
  return (
    <details className="caveat about caveat-folded">
      <summary title={text}>{text}</summary>
    </details>
  );
}
