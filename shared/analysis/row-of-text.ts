import { ByteStrings } from '../model/byte-strings.js';
import type { StringTable } from '../model/heap-graph.js';

/** The row of an ASCII text, -1 where there is none. V8 writes each text once. Compares bytes: long texts cost nothing. */
export function rowOfText(strings: StringTable, text: string): number {
  if (!(strings instanceof ByteStrings)) {
    for (let row = 0; row < strings.length; row++) if (strings.at(row) === text) return row;
    return -1;
  }
  const { bytes, starts, length } = strings;
  for (let row = 0; row < length; row++) {
    const start = starts[row];
    if (starts[row + 1] - start !== text.length) continue;
    let at = 0;
    while (at < text.length && bytes[start + at] === text.charCodeAt(at)) at++;
    if (at === text.length) return row;
  }
  return -1;
}
