/**
 * Whether every character of a text stands for itself, from left to right: Latin, Greek, Cyrillic, punctuation. What is
 * joined, stacked or runs the other way is left to the canvas.
 */
export function isPlainText(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x0300 ? code < 0x20 || code === 0xad : !isPlain(code)) return false;
  }
  return true;
}

const isPlain = (code: number): boolean =>
  (code >= 0x0370 && code < 0x0483) ||
  (code >= 0x048a && code < 0x0530) ||
  (code >= 0x2010 && code < 0x2028) ||
  (code >= 0x2030 && code < 0x2060) ||
  // Arrows and the signs of sums: a change is written with them.
  (code >= 0x2190 && code < 0x2300);
