/**
 * Text from outside as one line that is safe to show: control characters (terminal escapes, NUL, line
 * breaks) and those that reorder or hide text (bidirectional marks, zero widths) become visible
 * `\u{…}` escapes; what is longer than `limit` characters is cut and says so.
 */
export function printable(text: string, limit = 400): string {
  const cut = text.length > limit ? `${text.slice(0, limit)}… (${text.length} characters)` : text;
  return cut.replace(UNSAFE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

const UNSAFE = /[\p{Cc}\p{Cs}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/gu;
