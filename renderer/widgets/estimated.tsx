import { words } from './words.js';
import './estimated.css';

/** A value that was not measured: told from those that were by its sign and its dotted line, also without colour. */
export function Estimated({ children }: { readonly children: string }) {
  return (
    <span className="estimated">
      <span aria-hidden>≈&#8239;</span>
      <span className="visually-hidden">{words.about} </span>
      {children}
    </span>
  );
}
