import { findingNoteText } from '../../shared/api/finding-note-text.js';
import { printable } from '../../shared/base/printable.js';
import type { FindingNote } from '../../shared/model/finding.js';
import type { TargetInfo } from '../../shared/model/session.js';

/** A process of fifty workers has fifty times the same to say. */
export function notesToldOnce(
  notes: readonly FindingNote[],
  targets: readonly TargetInfo[],
): readonly string[] {
  const said = new Map<string, { readonly text: string; readonly names: string[] }>();
  for (const { text, target } of notes) {
    // Each names a command for its own process: that of the first will do.
    const key = text.replace(/--pid \d+/g, '');
    const known = said.get(key);
    if (known) known.names.push(processName(targets, target));
    else said.set(key, { text, names: [processName(targets, target)] });
  }
  return [...said.values()].map(({ text, names }) => {
    const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
    return `${names.slice(0, MOST_NAMES).join(', ')}${more}: ${findingNoteText({ text })}`;
  });
}

const MOST_NAMES = 3;

/** `node (4711)`. */
export function processName(targets: readonly TargetInfo[], target: number): string {
  const found = targets.find(({ id }) => id === target);
  return found ? `${printable(found.name, 60)} (${found.pid})` : `target ${target}`;
}
