import { printable } from '../../../shared/base/printable.js';

/** Text from a target as text of an HTML page: no markup, no control characters, nothing that reorders or hides. */
export function text(value: string, limit = 1000): string {
  return printable(value, limit).replace(/[&<>"'`]/g, (character) => `&#${character.codePointAt(0)};`);
}

/** A number as an attribute's value. */
export const at = (value: number): string =>
  Number.isFinite(value) ? String(Math.round(value * 100) / 100) : '0';
