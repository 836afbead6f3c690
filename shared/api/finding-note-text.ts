import { printable } from '../base/printable.js';

/** What is known may be told at length; names from a target are cut. */
const MOST_SAID = 500;
/** A command line with that of a process in it. */
const MOST_COMMAND = 300;
const COMMAND = 'leakscope ';

/** A note as one safe line: however long the names in it are, the command that it ends with is whole. */
export function findingNoteText({ text }: { readonly text: string }): string {
  const at = text.lastIndexOf(COMMAND);
  if (at < 0) return printable(text, MOST_SAID);
  return `${printable(text.slice(0, at), MOST_SAID)}${printable(text.slice(at), MOST_COMMAND)}`;
}
